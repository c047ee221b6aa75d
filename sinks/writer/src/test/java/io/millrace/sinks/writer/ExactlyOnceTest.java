package io.millrace.sinks.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.feed.DeliveryException;
import io.millrace.api.feed.RecordHandler;
import io.millrace.sinks.formats.FormatSettings;
import io.millrace.sinks.formats.JsonField;
import io.millrace.sinks.formats.SchemaSettings;
import io.millrace.sinks.formats.TextSettings;
import io.millrace.sinks.formats.schema.SchemaStore;
import io.millrace.sinks.writer.partitioner.Partitioning;
import io.millrace.sinks.writer.partitioner.TimestampUnit;
import io.millrace.testkit.sinks.TestContext;
import io.millrace.testkit.sinks.TestFeed;
import io.millrace.testkit.sinks.TestPartition;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Stops the protocol before and after every step it takes with its storage, and checks by content that every record is published
 * exactly once, whoever goes on.
 */
class ExactlyOnceTest {

    /** Of the first process; each later one flushes later, so that files which cover the same offsets have other names. */
    private static final int FLUSH_SIZE = 3;

    private static final int RECORDS = 16;
    private static final long POISON = 5;
    private static final long GAP = 7;

    /** The process is gone: nothing of it runs any more, not even what handles failures. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Counts steps and does something at one of them. */
    private static final class Script implements MemoryPlace.Steps {

        private int step;
        private final int stopAt; // 2 n: before step n; 2 n + 1: after it, where that makes a difference
        private final Stop stop;

        Script(int stopAt, Stop stop) {
            this.stopAt = stopAt;
            this.stop = stop;
        }

        @Override
        public void before() throws IOException {
            at(2 * ++step);
        }

        @Override
        public void after() throws IOException {
            at(2 * step + 1);
        }

        private void at(int moment) throws IOException {
            if (stop.lasts ? moment >= stopAt : moment == stopAt) {
                stop.action.run();
            }
        }

        int moments() {
            return 2 * step + 1;
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    private record Stop(boolean lasts, Action action) {
        static Stop never() {
            return new Stop(false, () -> {});
        }

        static Stop kill() {
            return new Stop(true, () -> {
                throw new Killed();
            });
        }

        static Stop fail() {
            return new Stop(false, () -> {
                throw new IOException("unreachable for a moment");
            });
        }

        static Stop meanwhile(Action action) {
            return new Stop(false, action);
        }
    }

    /** One place, one partition and the processes that come and go. */
    private static final class World {

        final MemoryPlace place = new MemoryPlace();
        final TestPartition partition = new TestPartition("t", 0, "topic-id");
        private int flushSize = FLUSH_SIZE;

        World() {
            this(RECORDS);
        }

        World(int records) {
            for (int i = 0; i < records; i++) {
                partition.append(i == POISON ? new byte[] {'x'} : value(partition.end()));
                if (i == GAP - 1) {
                    partition.appendGap(1);
                }
            }
        }

        TestFeed process(MemoryPlace.Steps steps) {
            return new TestFeed(handler(place.storage(steps), flushSize++), partition);
        }

        void run(TestFeed feed) {
            feed.assign();
            goOn(feed);
        }

        void goOn(TestFeed feed) {
            while (feed.position() < partition.end()) {
                feed.deliver(3);
                feed.tick(Instant.EPOCH);
            }
            feed.revoke();
        }

        void runUntilKilled(TestFeed feed) {
            try {
                run(feed);
            } catch (Killed expected) {
                // leaves everything as it is
            }
        }

        void assertOnce(String when) {
            assertThat(ids())
                    .as("records published when %s", when)
                    .containsExactlyInAnyOrderElementsOf(LongStream.range(0, partition.end())
                            .filter(offset -> offset != POISON && offset != GAP)
                            .boxed()
                            .toList());
            assertThat(partition.deadLetters()).as("dead letters when %s", when).containsExactly(POISON);
        }

        /** What an owner that writes one more flush leaves behind. */
        void assertNoGarbage(String when) {
            assertThat(place.outputs).as("unpublished when %s", when).isEmpty();
        }

        void appendAndRun(int records) {
            for (int i = 0; i < records; i++) {
                partition.append(value(partition.end()));
            }
            run(process(undisturbed()));
        }

        private List<Long> ids() {
            List<Long> ids = new ArrayList<>();
            for (byte[] content : place.published().values()) {
                new String(content, UTF_8).lines().forEach(line -> ids.add(new JsonObject(line).getLong("id")));
            }
            return ids;
        }

        private static byte[] value(long id) {
            return ("{\"id\":" + id + ",\"kind\":\"" + (id % 3 == 0 ? "a" : "b") + "\"}").getBytes(UTF_8);
        }
    }

    @Test
    void survivesAKillAtEveryStep() {
        int moments = moments(RECORDS);
        for (boolean commits : new boolean[] {true, false}) {
            for (int moment = 2; moment <= moments; moment += 2) {
                World world = new World();
                TestFeed first = world.process(new Script(moment, Stop.kill()));
                world.runUntilKilled(commits ? first : first.withoutCommits());
                world.run(world.process(undisturbed()));
                world.assertOnce("killed at " + moment);
                world.appendAndRun(1);
                world.assertOnce("killed at " + moment + " and gone on");
                world.assertNoGarbage("killed at " + moment);
            }
        }
    }

    @Test
    void survivesTwoKillsAtAnySteps() {
        int records = 8;
        int moments = moments(records);
        for (int first = 2; first <= moments; first += 2) {
            for (int second = 2; second <= moments; second += 2) {
                World world = new World(records);
                world.runUntilKilled(world.process(new Script(first, Stop.kill())));
                world.runUntilKilled(world.process(new Script(second, Stop.kill())));
                world.run(world.process(undisturbed()));
                world.assertOnce("killed at " + first + " and " + second);
            }
        }
    }

    @Test
    void startsAfreshWhenAStepFails() {
        int moments = moments(RECORDS);
        for (int moment = 2; moment <= moments; moment++) {
            World world = new World();
            TestFeed feed = world.process(new Script(moment, Stop.fail()));
            try {
                world.run(feed);
            } catch (RuntimeException whileOpening) {
                world.run(feed);
            }
            world.run(world.process(undisturbed()));
            world.assertOnce("failed at " + moment);
        }
    }

    @Test
    void letsALateOwnerAndANewOneMeetAtAnyStep() {
        meetAtEveryStep(false);
    }

    @Test
    void wouldNoticeAStorageThatLetsTwoOwnersCreateOneIntent() {
        assertThatThrownBy(() -> meetAtEveryStep(true)).isInstanceOfAny(AssertionError.class, DeliveryException.class);
    }

    /** The late owner is held at a moment; the new one makes some moves; the late one goes on to its end; then the new one. */
    private void meetAtEveryStep(boolean careless) {
        int moments = moments(RECORDS);
        for (int moment = 2; moment <= moments; moment += 2) {
            for (int moves = 0; moves <= RECORDS / 3 + 2; moves++) {
                World world = new World();
                world.place.careless = careless;
                TestFeed owner = world.process(undisturbed());
                int most = moves;
                Script held = new Script(moment, Stop.meanwhile(() -> {
                    owner.assign();
                    for (int i = 0; i < most && owner.position() < world.partition.end(); i++) {
                        owner.deliver(3);
                        owner.tick(Instant.EPOCH);
                    }
                }));
                TestFeed late = world.process(held).withoutCommits();
                world.run(late);
                if (owner.lane() == null) { // the late owner was not held: this time it takes fewer steps
                    owner.assign();
                }
                world.goOn(owner);
                world.assertOnce("met at " + moment + " after " + moves + " moves");
            }
        }
    }

    private static MemoryPlace.Steps undisturbed() {
        return new Script(0, Stop.never());
    }

    private static int moments(int records) {
        World world = new World(records);
        Script script = new Script(0, Stop.never());
        world.run(world.process(script));
        world.assertOnce("undisturbed");
        return script.moments();
    }

    private static RecordHandler handler(Storage storage, int flushSize) {
        Partitioning partitioning = new Partitioning(
                "FieldPartitioner",
                List.of("kind"),
                null,
                null,
                "en",
                "UTC",
                Partitioning.Source.RECORD,
                null,
                TimestampUnit.MILLISECONDS,
                "/");
        TestContext context = new TestContext(Path.of("unused"), "uid");
        SinkPlan plan = new SinkPlan(
                new FormatSettings("JsonFormat", TextSettings.DEFAULTS, null, null, SchemaSettings.DEFAULTS, List.of())
                        .open(SchemaStore.inMemory()),
                partitioning.partitioner(
                        partitioning.extractor(InstantSource.system(), JsonField::new), JsonField::new),
                partitioning.extractor(InstantSource.system(), JsonField::new),
                new FolderNames("topics", "/", "+", 10),
                new Rotation(flushSize, 0, 0, ZoneOffset.UTC, 100),
                false);
        return new SinkWriter(storage, plan, context);
    }
}
