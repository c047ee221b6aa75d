package com.amazonaws.services.kinesisanalytics.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class PropertyGroupsTest {

    @Test
    void readsWhatManagedFlinkWrites() throws IOException {
        Map<String, Properties> groups = read("""
                [{"PropertyGroupId": "Input0", "PropertyMap": {"topic": "quakes", "retries": "3"}},
                 {"PropertyGroupId": "Empty", "PropertyMap": {}}]
                """);
        assertThat(groups).containsOnlyKeys("Input0", "Empty");
        assertThat(groups.get("Input0")).isEqualTo(Map.of("topic", "quakes", "retries", "3"));
        assertThat(groups.get("Output0")).isNull();
    }

    @Test
    void refusesToMakeGroupsUp() {
        assertThatThrownBy(KinesisAnalyticsRuntime::getApplicationProperties)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no property groups");
    }

    private static PropertyGroups read(String json) throws IOException {
        return PropertyGroups.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}
