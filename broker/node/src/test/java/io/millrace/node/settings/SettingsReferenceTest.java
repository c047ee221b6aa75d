package io.millrace.node.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.settings.Artifact;
import io.millrace.api.settings.ByteSize;
import io.millrace.api.settings.Inapplicable;
import io.millrace.api.settings.Secret;
import io.millrace.api.settings.Setting;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsReferenceTest {

    enum Mode {
        FAST,
        VERY_SAFE
    }

    record Part(@Setting(value = "An id.", required = true) String id) {}

    @Inapplicable(name = "s3.part.size", why = "files are not uploaded in parts")
    record Sample(
            @Setting(value = "Flush after.", name = "flush.size", required = true, min = 1, max = 10, example = "3")
            int flushSize,

            @Setting(value = "Fast | safe.", defaultValue = "fast")
            Mode mode,

            @Setting("Rotate after.") Duration rotate,
            @Setting("Buffer.") ByteSize buffer,
            @Setting("Password.") Secret password,
            @Setting("Code.") Artifact code,
            @Setting("Parts.") List<Part> parts,
            @Setting("Named.") Map<String, Part> named,
            @Setting("Part.") Part part,
            @Setting("Free.") JsonObject free) {}

    @Test
    void describesEverySettingByItsPath() {
        List<JsonObject> described = SettingsReference.describe(Sample.class);

        assertThat(described.get(0).encode())
                .isEqualTo("{\"name\":\"flush.size\",\"type\":\"whole number\",\"required\":true,"
                        + "\"description\":\"Flush after.\",\"example\":\"3\",\"min\":1,\"max\":10}");
        assertThat(described.get(1).encode())
                .isEqualTo("{\"name\":\"mode\",\"type\":\"fast or very-safe\",\"default\":\"fast\","
                        + "\"required\":false,\"description\":\"Fast | safe.\"}");
        assertThat(described)
                .extracting(each -> each.getString("name"))
                .contains("parts[].id", "named.*.id", "part.id");
    }

    @Test
    void writesATable() {
        assertThat(SettingsReference.markdown(Sample.class)).isEqualTo("""
                | Setting | Type | Default | Meaning |
                |---|---|---|---|
                | `flush.size` | whole number | required | Flush after. Range: 1…10. Example: `3`. |
                | `mode` | fast or very-safe | `fast` | Fast \\| safe. |
                | `rotate` | duration |  | Rotate after. |
                | `buffer` | size |  | Buffer. |
                | `password` | secret |  | Password. |
                | `code` | file |  | Code. |
                | `parts` | list of object |  | Parts. |
                | `parts[].id` | text | required | An id. |
                | `named` | map of object |  | Named. |
                | `named.*.id` | text | required | An id. |
                | `part` | object |  | Part. |
                | `part.id` | text | required | An id. |
                | `free` | object |  | Free. |

                - `s3.part.size` has no effect: files are not uploaded in parts.
                """);
    }
}
