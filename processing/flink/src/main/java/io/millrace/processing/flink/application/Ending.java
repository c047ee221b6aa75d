package io.millrace.processing.flink.application;

import io.millrace.api.problem.Problem;

/**
 * How an {@link Attempt} has ended by itself.
 *
 * @param why null for a job that is done
 */
record Ending(How how, Problem why) {

    /** What to do next depends on it. */
    enum How {
        /** The job has read everything. */
        FINISHED,
        /** The program or its job cannot run like this; another attempt would end the same way. */
        FAILED,
        /** Something under the job has gone; another attempt goes on from the last checkpoint. */
        LOST
    }
}
