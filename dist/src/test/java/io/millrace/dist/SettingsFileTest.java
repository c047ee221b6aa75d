package io.millrace.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.node.NodeConfig;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The commented settings file that a distribution carries. */
class SettingsFileTest {

    @Test
    void namesEverySetting() throws IOException {
        String file = Files.readString(Path.of("src", "main", "dist", "conf", "millrace.yaml"));

        assertThat(namesIn(NodeConfig.class))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(file).containsPattern("(?m)^# +" + name + ":"));
    }

    private static List<String> namesIn(Class<?> settings) {
        List<String> names = new ArrayList<>();
        for (RecordComponent component : settings.getRecordComponents()) {
            names.add(component.getName());
            if (component.getType().isRecord()) {
                names.addAll(namesIn(component.getType()));
            }
        }
        return names;
    }
}
