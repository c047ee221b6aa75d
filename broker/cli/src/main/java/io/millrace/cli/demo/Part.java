package io.millrace.cli.demo;

import io.millrace.api.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One thing that the demo shows: a sample, run by the demo's node and checked against what must come of it. */
interface Part {

    /** As users name it: {@code millrace demo NAME}. */
    String name();

    /** The sample's folder under {@code samples/}. */
    String sample();

    /** Plugins of the node without which there is nothing to show. */
    List<String> plugins();

    /**
     * Runs the sample to its end.
     *
     * @param sample the sample's folder
     * @return what went wrong or did not come out as expected; empty when all agrees
     */
    List<Problem> show(DemoNode node, Path sample, Narration narration) throws IOException, InterruptedException;
}
