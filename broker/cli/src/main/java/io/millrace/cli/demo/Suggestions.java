package io.millrace.cli.demo;

import io.millrace.cli.node.NodeProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What to try with a node that goes on after the demo. */
final class Suggestions {

    private Suggestions() {}

    static void print(DemoNode node, Narration narration) {
        String kafka = hasKcat()
                ? "kcat -b " + node.bootstrapServers() + " -t quakes -C -e -c 3"
                : "kafka-console-consumer.sh --bootstrap-server " + node.bootstrapServers()
                        + " --topic quakes --from-beginning --max-messages 3";
        narration.say("");
        narration.say("The node goes on. Try:");
        narration.say("  " + kafka);
        narration.say("  curl -s '" + node.http() + "/v1/topics/quakes/records?max=3'");
        narration.say("  " + NodeProcess.home().resolve("bin/millrace") + " get all --server " + node.http());
        narration.say("Data: " + node.dataDir());
        narration.say("End it with: kill " + node.pid());
    }

    private static boolean hasKcat() {
        return Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator)))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kcat")));
    }
}
