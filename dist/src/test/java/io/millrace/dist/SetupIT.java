package io.millrace.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dist.Script.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher does on a machine that lacks something; packages are never really installed. */
class SetupIT {

    /** A machine where no Java suits and the user is root. */
    private static final String NEED_JAVA =
            ". ./src/main/dist/bin/setup.sh; suits() { false; }; id() { echo 0; }; need_java java";

    @TempDir
    private Path bin;

    @BeforeEach
    void onlyPretendToInstall() throws Exception {
        for (String tool : List.of("apt-get", "apt-cache")) {
            Files.createFile(
                    bin.resolve(tool),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.writeString(bin.resolve(tool), "#!/bin/sh\necho " + tool + " \"$@\"\n");
        }
    }

    @Test
    void withNobodyToAskNamesTheCommandAndFails() throws Exception {
        Ended ended = needJava("");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output()).isEqualTo("""
                        Millrace needs a JDK, release 17 or later, and found none (JAVA_HOME, PATH, /usr/lib/jvm).
                        Install it with: apt-get install --no-install-recommends openjdk-17-jdk-headless
                        """);
    }

    @Test
    void underContinuousIntegrationInstallsUnasked() throws Exception {
        assertThat(needJava("true").output())
                .contains("apt-get -q -y install --no-install-recommends openjdk-17-jdk-headless\n");
    }

    @Test
    void saysSoWhenWhatWasInstalledDoesNotSuit() throws Exception {
        Ended ended = needJava("true");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output()).endsWith("was installed, but no JDK of release 17 or later is to be found.\n");
    }

    private Ended needJava(String ci) throws Exception {
        return Script.run(Map.of("CI", ci, "PATH", bin + ":" + System.getenv("PATH")), List.of("sh", "-c", NEED_JAVA));
    }
}
