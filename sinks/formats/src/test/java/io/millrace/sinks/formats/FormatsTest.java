package io.millrace.sinks.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.settings.InvalidSetting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {

    @ParameterizedTest
    @ValueSource(strings = {"JsonFormat", "Json", "io.confluent.connect.s3.format.json.JsonFormat"})
    void knowsTheNamesThatUsersHave(String name) {
        assertThat(Formats.named(name, Compression.NONE, -1).extension()).isEqualTo(".json");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Formats.named("io.example.TextFormat", Compression.NONE, -1))
                .isInstanceOfSatisfying(InvalidSetting.class, refused -> {
                    assertThat(refused.key()).isEqualTo("format.class");
                    assertThat(refused.mend()).isEqualTo("Write format.class: JsonFormat.");
                })
                .hasMessage("There is no format io.example.TextFormat.");
    }
}
