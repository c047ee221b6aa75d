package io.millrace.bench;

import io.millrace.bench.results.Section;

/** Something that is measured. Blocks for minutes. */
public interface Benchmark {

    /** Runs all rounds; what it started has ended when it returns or throws. */
    Section run(Bench bench);
}
