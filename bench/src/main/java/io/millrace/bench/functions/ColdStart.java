package io.millrace.bench.functions;

import io.millrace.bench.Bench;
import io.millrace.bench.ChildProcess;
import io.millrace.bench.peers.BareLoop;
import io.millrace.bench.results.Line;
import io.millrace.bench.results.Measure;
import io.millrace.bench.results.Sample;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How long a process of a Java function takes from its start: from an archive of its classes, and from its jars alone. Blocks. */
final class ColdStart {

    static final String METHOD =
            "Cold start: from the start of a Java process until it asks for its first event, and until it has answered that, a record of"
                    + " 1,024 bytes; with the archive of classes that the node has made, and, as the peer, without it; both without the"
                    + " node. A round is the median of several starts.";

    private static final int STARTS = 5;
    private static final Line ARCHIVE = Line.ratioAtMost(0.65);
    private static final Duration LONGEST_START = Duration.ofMinutes(1);
    private static final Buffer EVENT = BareLoop.event(1, WarmInvocations.SIZE);

    private final Bench bench;
    private final ChildCommand archived;

    /** @param archived starts from an archive */
    ColdStart(Bench bench, ChildCommand archived) {
        this.bench = bench;
        this.archived = archived;
    }

    List<Measure> measure() {
        ChildCommand plain = archived.withoutArchive();
        run("cold-first", archived, 1); // so that files and this process are as warm for the first as for the others
        run("cold-first", plain, 1);
        int starts = bench.quick() ? 1 : STARTS;
        Bench.Turns turns =
                bench.inTurns("cold-java", name -> run(name, archived, starts), name -> run(name, plain, starts));
        return List.of(
                measure("cold start, Java, to its first question; without archive", "askedMillis", turns, ARCHIVE),
                measure("cold start, Java, to its first answer; without archive", "answeredMillis", turns, ARCHIVE));
    }

    private static Measure measure(String name, String figure, Bench.Turns turns, Line line) {
        return new Measure(name, "ms", 0, turns.ours(figure), turns.peer(figure), line);
    }

    private Map<String, Double> run(String name, ChildCommand command, int starts) {
        List<Double> asked = new ArrayList<>();
        List<Double> answered = new ArrayList<>();
        for (int start = 0; start < starts; start++) {
            try (BareLoop loop = new BareLoop(EVENT, 0, 1)) {
                long begin = System.nanoTime();
                try (ChildProcess process = command.start(loop.address(), bench.log(name))) {
                    BareLoop.Times times = loop.await(LONGEST_START);
                    asked.add((times.asked() - begin) / 1e6);
                    answered.add((times.done() - begin) / 1e6);
                    bench.say("process %d took %.0f ms".formatted(process.pid(), answered.get(start)));
                }
            }
        }
        return Map.of("askedMillis", new Sample(asked).median(), "answeredMillis", new Sample(answered).median());
    }
}
