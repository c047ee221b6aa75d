package io.millrace.node.kafka;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Kafka from ending the JVM.
 *
 * <p>Kafka calls {@code Exit.exit} or {@code Exit.halt} when it cannot go on (a bind failure, a failed log directory). Here that
 * becomes an exception on the calling thread and a word to every broker of this JVM, so that the node can stop in order.
 */
final class BrokerExit extends Error {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(BrokerExit.class);
    private static final List<Runnable> LISTENERS = new CopyOnWriteArrayList<>();

    static {
        Exit.setExitProcedure(BrokerExit::leave);
        Exit.setHaltProcedure(BrokerExit::leave);
    }

    private BrokerExit(String message) {
        super(message);
    }

    /** Makes sure the traps are set, and tells the listener when Kafka wants to leave. */
    static AutoCloseable trap(Runnable listener) {
        LISTENERS.add(listener);
        return () -> LISTENERS.remove(listener);
    }

    private static void leave(int status, String message) {
        BrokerExit exit =
                new BrokerExit("Kafka asked to exit with status " + status + (message == null ? "" : ": " + message));
        LOG.atError().setCause(exit).log("the broker cannot go on");
        LISTENERS.forEach(Runnable::run);
        throw exit;
    }
}
