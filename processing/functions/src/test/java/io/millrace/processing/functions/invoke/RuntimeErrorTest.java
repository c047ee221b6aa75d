package io.millrace.processing.functions.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Lambda's words, which users search for. */
class RuntimeErrorTest {

    @Test
    void tellsATimeout() {
        assertThat(RuntimeError.timedOut(Instant.parse("2026-01-02T03:04:05.678901Z"), "id-1", 3)
                        .toBuffer()
                        .toJsonObject()
                        .encode())
                .isEqualTo("{\"errorType\":\"Sandbox.Timedout\","
                        + "\"errorMessage\":\"2026-01-02T03:04:05.678Z id-1 Task timed out after 3.00 seconds\"}");
    }

    @Test
    void tellsHowAProcessEnded() {
        assertThat(RuntimeError.exited("id-1", 1).message())
                .isEqualTo("RequestId: id-1 Error: Runtime exited with error: exit status 1");
        assertThat(RuntimeError.exited("id-1", 128 + 6).message()).endsWith("signal: aborted");
        assertThat(RuntimeError.exited("id-1", 128 + 31).message()).endsWith("signal: signal 31");
        assertThat(RuntimeError.exited("id-1", 0).message())
                .isEqualTo("RequestId: id-1 Error: Runtime exited without providing a reason");
    }

    @Test
    void tellsAnAnswerThatIsTooLarge() {
        assertThat(RuntimeError.answerTooLarge(6_291_557).message())
                .isEqualTo(
                        "Response payload size (6291557 bytes) exceeded maximum allowed payload size (6291556 bytes).");
    }
}
