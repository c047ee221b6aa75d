package io.millrace.bench.functions;

import io.millrace.bench.Bench;
import io.millrace.bench.broker.BrokerProcess;
import io.millrace.bench.results.Measure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What a node takes that keeps many functions warm. Blocks. */
final class WarmFunctions {

    static final String METHOD =
            "Memory: VmRSS of a node and of all processes it runs, the pages that they share counted for each, with Node functions that"
                    + " have been invoked once.";

    private static final int FUNCTIONS = 20;
    private static final int FEW = 3;

    private final Bench bench;
    private final BrokerProcess broker;
    private final int functions;

    WarmFunctions(Bench bench, BrokerProcess broker) {
        this.bench = bench;
        this.broker = broker;
        this.functions = bench.quick() ? FEW : FUNCTIONS;
    }

    List<Measure> measure(Path code) {
        Bench.Turns turns = bench.alone("memory", name -> run(name, code));
        return List.of(
                measure("memory, a node and its %d warm Node functions".formatted(functions), "allMiB", turns),
                measure("of that, the node", "nodeMiB", turns));
    }

    private static Measure measure(String name, String figure, Bench.Turns turns) {
        return new Measure(name, "MiB", 0, turns.ours(figure), null, null);
    }

    private Map<String, Double> run(String name, Path code) {
        List<Definition> definitions = IntStream.range(0, functions)
                .mapToObj(each -> new Definition("warm-" + each, Language.NODE, code, "nothing", "", "[]"))
                .toList();
        try (FunctionNode node = FunctionNode.start(bench, broker, name)) {
            node.apply(definitions);
            definitions.forEach(each -> node.invoke(each.name()));
            double own = node.ownMemory();
            return Map.of("allMiB", own + node.childrenMemory(), "nodeMiB", own);
        }
    }
}
