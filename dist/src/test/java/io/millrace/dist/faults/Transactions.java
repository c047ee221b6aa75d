package io.millrace.dist.faults;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.coordinator.transaction.TransactionLog;
import org.apache.kafka.coordinator.transaction.TransactionState;

/** What the broker has on disk about transactions, as it was at some moment of the past. */
final class Transactions {

    private static final String LOG = "__transaction_state";
    private static final Set<TransactionState> OPEN = Set.of(TransactionState.ONGOING, TransactionState.PREPARE_COMMIT);

    private Transactions() {}

    /** Transactional ids that begin so and had a transaction that was not over, in their order. */
    static Set<String> open(String bootstrapServers, String prefix, Instant until) {
        Map<String, TransactionState> states = new HashMap<>();
        WholeTopic.read(bootstrapServers, LOG, each -> {
            if (!Instant.ofEpochMilli(each.timestamp()).isAfter(until)
                    && TransactionLog.read(each.key(), each.value()) instanceof TransactionLog.TxnRecord transaction) {
                states.put(transaction.transactionId(), transaction.metadata().state());
            }
        });
        Set<String> open = new TreeSet<>();
        states.forEach((id, state) -> {
            if (id.startsWith(prefix) && OPEN.contains(state)) {
                open.add(id);
            }
        });
        return open;
    }
}
