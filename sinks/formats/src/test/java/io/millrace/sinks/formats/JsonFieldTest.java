package io.millrace.sinks.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.feed.DeliveryException;
import io.millrace.sinks.formats.RecordField.Scalar;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonFieldTest {

    @Test
    void findsScalarsAtAnyDepth() {
        String json =
                "{\"skip\":{\"a\":[1,{\"mag\":9}]},\"mag\":1.50,\"p\":{\"q\":{\"time\":17,\"ok\":true}},\"s\":\"ü\"}";
        assertThat(find("mag", json)).contains(new Scalar("1.50", false));
        assertThat(find("p.q.time", json)).contains(new Scalar("17", true));
        assertThat(find("p.q.ok", json)).contains(new Scalar("true", false));
        assertThat(find("s", json)).contains(new Scalar("ü", false));
    }

    @Test
    void findsNothingWhereThereIsNoScalar() {
        assertThat(find("a", "{\"b\":1}")).isEmpty();
        assertThat(find("a", "{\"a\":null}")).isEmpty();
        assertThat(find("a", "{\"a\":{}}")).isEmpty();
        assertThat(find("a", "{\"a\":[1]}")).isEmpty();
        assertThat(find("a.b", "{\"a\":1}")).isEmpty();
        assertThat(find("a", "[1]")).isEmpty();
        assertThat(find("a", "")).isEmpty();
        assertThat(new JsonField("a").find((byte[]) null)).isEmpty();
    }

    @Test
    void rejectsWhatIsNotJson() {
        assertThatThrownBy(() -> find("a", "{\"b\":x"))
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        told -> assertThat(told.steer()).isEqualTo(DeliveryException.Steer.REJECTED));
    }

    private static Optional<Scalar> find(String path, String json) {
        return new JsonField(path).find(json.getBytes(UTF_8));
    }
}
