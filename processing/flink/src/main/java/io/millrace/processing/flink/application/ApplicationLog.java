package io.millrace.processing.flink.application;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an application's process says, in the node's log, where {@code millrace logs} finds it. So many lines a second and no more:
 * an application that floods its output must not flood the node's. Any thread.
 */
final class ApplicationLog {

    private static final Logger LOG = LoggerFactory.getLogger("flink");
    private static final int LINES_A_SECOND = 500;

    private final String deployment;
    private long second;
    private int lines;

    /** @param deployment {@code FlinkJob/NAME} */
    ApplicationLog(String deployment) {
        this.deployment = deployment;
    }

    void said(String line) {
        boolean full;
        synchronized (this) {
            long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
            lines = now == second ? lines + 1 : 1;
            second = now;
            if (lines > LINES_A_SECOND) {
                return;
            }
            full = lines == LINES_A_SECOND;
        }
        LOG.atInfo().addKeyValue("deployment", deployment).log("{}", line);
        if (full) {
            LOG.atWarn()
                    .addKeyValue("deployment", deployment)
                    .log("more than {} lines a second are not kept", LINES_A_SECOND);
        }
    }
}
