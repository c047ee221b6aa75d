package io.millrace.processing.flink;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A node that runs Flink's processes, for all tests of a class. */
abstract class FlinkFixture {

    @TempDir
    static Path folder;

    static FlinkNode node;

    @BeforeAll
    static void start() throws IOException {
        node = FlinkNode.start(folder);
    }

    @AfterAll
    static void stop() {
        node.close();
    }
}
