package io.millrace.bench.functions;

import io.millrace.bench.Bench;
import io.millrace.bench.Benchmark;
import io.millrace.bench.broker.BrokerProcess;
import io.millrace.bench.results.Measure;
import io.millrace.bench.results.Section;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Functions: records a second, cold starts, the way from a producer to a handler, memory. */
public final class FunctionsBenchmark implements Benchmark {

    @Override
    public Section run(Bench bench) {
        Set<Language> absent = EnumSet.noneOf(Language.class);
        Map<Language, Path> code = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            if (language.isHere()) {
                code.put(language, language.code(bench.folder("code-" + language.id())));
            } else {
                absent.add(language);
                bench.say(language.title() + " is not on this machine and is left out");
            }
        }
        List<Measure> measures = new ArrayList<>();
        try (BrokerProcess broker = BrokerProcess.start(bench)) {
            WarmInvocations warm = new WarmInvocations(bench, broker);
            warm.fill();
            Map<Language, ChildCommand> commands = warm.commands(code);
            code.forEach((language, folder) -> measures.add(warm.measure(language, folder, commands.get(language))));
            if (commands.containsKey(Language.JAVA)) {
                measures.addAll(new ColdStart(bench, commands.get(Language.JAVA)).measure());
            }
            HandlerLatency latency = new HandlerLatency(bench, broker);
            code.forEach((language, folder) -> measures.addAll(latency.measure(language, folder)));
            if (code.containsKey(Language.NODE)) {
                measures.addAll(new WarmFunctions(bench, broker).measure(code.get(Language.NODE)));
            }
        }
        String method = String.join(
                " ",
                WarmInvocations.method(bench),
                ColdStart.METHOD,
                HandlerLatency.method(bench),
                WarmFunctions.METHOD,
                "The node and the loop have -Xmx256m and the serial collector; the broker is another process."
                        + leftOut(absent));
        return new Section("functions", method, "node with a function", "bare loop", bench.rounds(), measures);
    }

    private static String leftOut(Set<Language> absent) {
        return absent.isEmpty()
                ? ""
                : absent.stream().map(Language::title).collect(Collectors.joining(", ", " Not on the machine: ", "."));
    }
}
