package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private final Ledger ledger = new Ledger();

    /** Records 0 to 3 of one partition, at offsets 10 to 13. */
    @BeforeEach
    void acknowledge() {
        for (int sequence = 0; sequence < 4; sequence++) {
            ledger.acknowledged(0, 10 + sequence, sequence);
        }
    }

    @Test
    void isContentWithEachRecordOnceAndInOrder() {
        ledger.file("a", 0, 10, List.of(0, 2));
        ledger.file("b", 0, 11, List.of(1));
        ledger.file("b", 0, 13, List.of(3));
        assertThat(ledger.differences()).isEmpty();
        assertThat(ledger.acknowledged()).isEqualTo(4);
        assertThat(ledger.files()).isEqualTo(3);
    }

    @Test
    void tellsWhatIsMissing() {
        ledger.file("a", 0, 10, List.of(0, 3));
        assertThat(ledger.differences()).containsExactly("partition 0: 2 missing, the first is record 1 at offset 11");
    }

    @Test
    void tellsWhatIsThereTwice() {
        ledger.file("a", 0, 10, List.of(0, 1, 2, 3));
        ledger.file("b", 0, 12, List.of(2));
        assertThat(ledger.differences())
                .containsExactly("partition 0: 1 more than once, the first is record 2 at offset 12");
    }

    @Test
    void tellsWhatIsOutOfOrderAcrossTheFilesOfAFolder() {
        ledger.file("a", 0, 12, List.of(2, 3));
        ledger.file("a", 0, 10, List.of(0, 1));
        assertThat(ledger.differences())
                .containsExactly("partition 0: 1 out of order, the first is record 0 at offset 10");
    }

    @Test
    void tellsOfARecordThatNobodySent() {
        ledger.file("a", 0, 10, List.of(0, 1, 2, 3, 4));
        assertThat(ledger.differences())
                .containsExactly("partition 0: 1 never acknowledged, the first is record 4 at offset null");
    }

    @Test
    void tellsOfAFileWithAWrongName() {
        ledger.file("a", 0, 11, List.of(0, 1, 2, 3));
        assertThat(ledger.differences())
                .containsExactly("a file of partition 0 in a does not begin at offset 11 as its name says");
    }

    @Test
    void tellsWhatReadersShouldNotSee() {
        ledger.file("a", 0, 10, List.of(0, 1, 2, 3));
        ledger.odd("x.tmp is not a finished file");
        assertThat(ledger.differences()).containsExactly("x.tmp is not a finished file");
    }
}
