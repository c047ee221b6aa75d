package io.millrace.bench.functions;

import io.millrace.bench.Bench;
import io.millrace.bench.ChildProcess;
import io.millrace.bench.broker.BrokerProcess;
import io.millrace.bench.broker.Passage;
import io.millrace.bench.peers.BareLoop;
import io.millrace.bench.results.Line;
import io.millrace.bench.results.Measure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** How many records a second go through one process of a function. Blocks. */
final class WarmInvocations {

    static final int BATCH = 100;
    static final int SIZE = 1024;

    private static final String TOPIC = "records";
    private static final String FUNCTION = "nothing";
    private static final Line LINE = Line.ratioAtLeast(0.8);
    private static final Duration LONGEST_RUN = Duration.ofMinutes(5);

    private final Bench bench;
    private final BrokerProcess broker;

    WarmInvocations(Bench bench, BrokerProcess broker) {
        this.bench = bench;
        this.broker = broker;
    }

    /** Records that are measured. */
    static long measured(Bench bench) {
        return bench.records() / 5;
    }

    /** Records before them: a whole node is to be compiled. */
    static long warmUp(Bench bench) {
        return measured(bench);
    }

    /** Writes what is read in all rounds: more than is measured, so that no batch is the last one. */
    void fill() {
        long records = warmUp(bench) + measured(bench) + measured(bench) / 5;
        bench.say("writing %,d records".formatted(records));
        broker.create(TOPIC);
        broker.fill(TOPIC, records, SIZE);
    }

    /** How a node runs the processes of these functions. What those need stays in its data directory. */
    Map<Language, ChildCommand> commands(Map<Language, Path> code) {
        bench.say("starting a node to see how it runs functions");
        Map<Language, ChildCommand> commands = new EnumMap<>(Language.class);
        try (FunctionNode node = FunctionNode.start(bench, broker, "model")) {
            code.forEach((language, folder) -> commands.put(
                    language, node.applySettled(definition("model-" + language.id(), language, folder, false))));
        }
        return commands;
    }

    private static Definition definition(String name, Language language, Path code, boolean enabled) {
        String events = "[{topics: [%s], batchSize: %d, enabled: %s}]".formatted(TOPIC, BATCH, enabled);
        return new Definition(name, language, code, "nothing", "concurrency: 1", events);
    }

    /** @param command of the peer's process */
    Measure measure(Language language, Path code, ChildCommand command) {
        Bench.Turns turns =
                bench.inTurns("warm-" + language.id(), name -> ours(name, language, code), name -> peer(name, command));
        return new Measure(
                "records/s, " + language.title(),
                "/s",
                0,
                turns.ours("recordsPerSecond"),
                turns.peer("recordsPerSecond"),
                LINE);
    }

    private Map<String, Double> ours(String name, Language language, Path code) {
        try (FunctionNode node = FunctionNode.start(bench, broker, name)) {
            node.applySettled(definition(FUNCTION, language, code, true));
            return new Passage(broker, node.group(FUNCTION, TOPIC), node.pid())
                    .measure(warmUp(bench), warmUp(bench) + measured(bench));
        }
    }

    private Map<String, Double> peer(String name, ChildCommand command) {
        Object[] arguments = {warmUp(bench), measured(bench), BATCH, SIZE};
        try (ChildProcess loop = ChildProcess.java(bench.log(name), BareLoop.class, arguments);
                ChildProcess client = command.start(loop.await("ready "), bench.log(name))) {
            bench.say("process %d drives process %d".formatted(loop.pid(), client.pid()));
            return loop.figures(LONGEST_RUN);
        }
    }

    /** What the figures are of. */
    static String method(Bench bench) {
        return "Records a second through one process: %,d records of %,d bytes in %d partitions, %,d more before them to warm up, in"
                        .formatted(measured(bench), SIZE, BrokerProcess.PARTITIONS, warmUp(bench))
                + " batches of %d, for a handler that gets the event and does nothing. Ours is a node with that function, from commit to"
                        .formatted(BATCH)
                + " commit; the peer hands the same number of events, made beforehand, to the same runtime client in the same kind of"
                + " process, from answer to answer.";
    }
}
