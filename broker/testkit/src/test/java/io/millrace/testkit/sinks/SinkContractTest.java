package io.millrace.testkit.sinks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.feed.Answer;
import io.millrace.api.feed.Batch;
import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.Delivery;
import io.millrace.api.feed.Lane;
import io.millrace.api.feed.RecordHandler;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract must notice a sink that breaks it. */
class SinkContractTest {

    /** Keeps records in memory until there are enough; what it reports durable when is for the test to say. */
    private static final class MemorySink implements RecordHandler {

        private final List<Long> place;
        private final boolean early;
        private final List<Long> held = new ArrayList<>();
        private long end;

        MemorySink(List<Long> place, boolean early) {
            this.place = place;
            this.early = early;
        }

        @Override
        public Future<Answer> deliver(Delivery delivery) {
            for (Batch batch : delivery.batches()) {
                for (ConsumedRecord record : batch) {
                    held.add(new JsonObject(new String(record.value(), StandardCharsets.UTF_8)).getLong("id"));
                }
                end = batch.nextOffset();
                if (held.size() >= SinkContract.FLUSH_SIZE) {
                    flush(batch.lane());
                }
                if (early) {
                    batch.lane().durable(end);
                }
            }
            return Future.succeededFuture(Answer.ACCEPTED);
        }

        @Override
        public Future<Void> close(Lane lane, boolean flush) {
            if (flush) {
                flush(lane);
            }
            return Future.succeededFuture();
        }

        private void flush(Lane lane) {
            place.addAll(held);
            held.clear();
            lane.durable(end);
        }
    }

    private static final class Contract extends SinkContract {

        private final List<Long> place = new ArrayList<>();
        private final boolean early;

        Contract(boolean early) {
            this.early = early;
        }

        @Override
        protected RecordHandler start() {
            return new MemorySink(place, early);
        }

        @Override
        protected List<Long> written() {
            return place;
        }
    }

    @Test
    void takesASinkThatReportsDurableWhatIs() {
        assertThatCode(() -> new Contract(false).losesNothingInACrashBetweenWriteAndFlush())
                .doesNotThrowAnyException();
        assertThatCode(() -> new Contract(false).reportsDurableOnlyWhatAReaderFinds())
                .doesNotThrowAnyException();
    }

    @Test
    void noticesASinkThatReportsDurableTooEarly() {
        assertThatThrownBy(() -> new Contract(true).losesNothingInACrashBetweenWriteAndFlush())
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> new Contract(true).reportsDurableOnlyWhatAReaderFinds())
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void noticesASinkThatWritesTwice() {
        assertThatThrownBy(() -> new Contract(false).letsOneOfTwoOwnersWinWhenTheOldOneFlushesFirst())
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> new Contract(false).writesNothingTwiceWhenTheCommitWasLost())
                .isInstanceOf(AssertionError.class);
    }
}
