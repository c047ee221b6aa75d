package io.millrace.sinks.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Plugin;
import io.millrace.api.settings.Inapplicable;
import io.millrace.api.settings.InvalidSetting;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileSinkTest {

    private static final Path DATA = Path.of("/data");

    @Test
    void isFoundByTheNode() {
        assertThat(ServiceLoader.load(Plugin.class))
                .singleElement()
                .satisfies(plugin -> assertThat(plugin.connectors())
                        .singleElement()
                        .satisfies(sink -> assertThat(sink.classNames().get(0)).isEqualTo("FileSink")));
    }

    @ParameterizedTest
    @CsvSource({
        "file:., /data/files",
        "file:out, /data/files/out",
        "file:out/a%20b/, /data/files/out/a b",
        "file:///out, /out",
        "file:/out, /out"
    })
    void writesToTheFolderOfTheUrl(String url, Path folder) {
        assertThat(new SettingsOf().storeUrl(url).settings().folder(DATA)).isEqualTo(folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "out", "/out", "s3://bucket", "file://host/out", "file:", "file:///a?b", "file:///a b", "%"})
    void refusesUrlsThatAreNoFolders(String url) {
        assertRefused("store.url", new SettingsOf().storeUrl(url));
    }

    @Test
    void refusesWhatCannotBeBeforeItRuns() {
        SettingsOf settings = new SettingsOf();
        settings.formatClass = "io.confluent.connect.s3.format.orc.OrcFormat";
        assertRefused("format.class", settings);

        settings = new SettingsOf();
        settings.partitionerClass = "TimeBasedPartitioner";
        assertRefused("path.format", settings);

        settings = new SettingsOf();
        settings.timezone = "nowhere";
        assertRefused("timezone", settings);

        settings = new SettingsOf();
        settings.fileDelim = "/";
        assertRefused("file.delim", settings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/topics", "..", "a/../b", "./a", "_millrace"})
    void keepsTopicsInsideTheStore(String topicsDir) {
        SettingsOf settings = new SettingsOf();
        settings.topicsDir = topicsDir;
        assertRefused("topics.dir", settings);
    }

    @Test
    void saysOfS3SettingsThatTheyHaveNoEffect() {
        assertThat(Arrays.stream(FileSinkSettings.class.getAnnotationsByType(Inapplicable.class)))
                .extracting(Inapplicable::name)
                .contains("s3.*", "aws.*");
    }

    @Test
    void tellsBeforehandWhatIsInTheWayOfAFolder() {
        FileSink sink = new FileSink();
        assertThat(sink.validate(new SettingsOf().settings())).isEmpty();
        assertThat(sink.validate(
                        new SettingsOf().storeUrl("file:///tmp/not/made/yet").settings()))
                .isEmpty();
        assertThat(sink.validate(
                        new SettingsOf().storeUrl("file:///dev/null/out").settings()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .isEqualTo("store.url: /dev/null is a file, not a folder. Set store.url to a folder, or to one"
                                + " that can be made."));
    }

    private static void assertRefused(String key, SettingsOf settings) {
        assertThatThrownBy(settings::settings)
                .isInstanceOfSatisfying(
                        InvalidSetting.class,
                        refused -> assertThat(refused.key()).isEqualTo(key));
    }
}
