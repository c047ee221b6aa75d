package io.millrace.bench.reading;

import java.nio.file.Path;
import java.util.List;

/**
 * What a run is to do, as it is handed to its process.
 *
 * @param peer false for ours
 * @param servers of the broker
 * @param clusterId of the broker
 * @param topic to read
 * @param name of the run; its group has a name of its own
 * @param properties ours writes its consumer's properties there, the peer reads them
 */
public record ReadRun(boolean peer, String servers, String clusterId, String topic, String name, Path properties) {

    static final int ARGUMENTS = 6;

    static ReadRun parse(List<String> arguments) {
        return new ReadRun(
                Boolean.parseBoolean(arguments.get(0)),
                arguments.get(1),
                arguments.get(2),
                arguments.get(3),
                arguments.get(4),
                Path.of(arguments.get(5)));
    }

    List<Object> arguments() {
        return List.of(peer, servers, clusterId, topic, name, properties);
    }

    /** The same under another name, so in another group. */
    ReadRun named(String other) {
        return new ReadRun(peer, servers, clusterId, topic, other, properties);
    }

    /** The consumer group: of ours as the node names it, of the peer in the same form. */
    public String group() {
        return "millrace.bench.reader." + name;
    }
}
