package io.millrace.node.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SinkMemoryTest {

    private static final long HEAP = 1 << 30;

    private final SinkMemory memory = new SinkMemory(HEAP);

    @Test
    void isSharedByTheTasksOfAllThatRun() {
        SinkMemory.Member one = memory.join(1);
        assertThat(one.share()).isEqualTo(HEAP / 4);
        SinkMemory.Member other = memory.join(3);
        assertThat(one.share()).isEqualTo(HEAP / 16);
        assertThat(other.share()).isEqualTo(HEAP / 16);
        other.leave();
        other.leave();
        assertThat(one.share()).isEqualTo(HEAP / 4);
    }

    @Test
    void hasAShareThatSomethingFitsInForEachOfVeryMany() {
        assertThat(memory.join(10_000).share()).isEqualTo(1 << 20);
    }
}
