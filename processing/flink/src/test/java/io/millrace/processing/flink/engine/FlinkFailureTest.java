package io.millrace.processing.flink.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class FlinkFailureTest {

    @Test
    void tellsTheInnermostCauseWithItsStack() {
        FlinkFailure failure = FlinkFailure.refused(500, """
                Internal server error.
                <Exception on server side:
                org.apache.flink.client.program.ProgramInvocationException: The main method caused an error: no luck
                \tat org.apache.flink.client.program.PackagedProgram.callMainMethod(PackagedProgram.java:373)
                Caused by: java.lang.IllegalStateException: no luck
                \tat jobs.Job.main(Job.java:30)
                \t... 11 more

                End of exception on server side>
                """);

        assertThat(failure.reason()).isEqualTo("java.lang.IllegalStateException: no luck");
        assertThat(failure.stack())
                .isEqualTo("java.lang.IllegalStateException: no luck\n\tat jobs.Job.main(Job.java:30)\n\t... 11 more");
        assertThat(failure.isSilence()).isFalse();
    }

    @Test
    void isSilenceWhenNobodyAnswered() {
        assertThat(FlinkFailure.silent(new ConnectException("refused")).isSilence())
                .isTrue();
    }
}
