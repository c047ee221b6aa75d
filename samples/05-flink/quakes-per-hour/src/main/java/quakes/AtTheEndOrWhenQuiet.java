package quakes;

import java.time.Duration;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.windowing.triggers.Trigger;
import org.apache.flink.streaming.api.windowing.triggers.TriggerResult;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;

/**
 * Counts an hour when the watermark passes its end; and, since no watermark passes the end of the last hours when no more
 * earthquakes come, also when nothing was added to it for a while. What is added later is counted again, for the whole hour: then
 * the key has a newer record. An hour to which nothing was added since it was counted is not counted twice.
 */
final class AtTheEndOrWhenQuiet extends Trigger<Object, TimeWindow> {

    private static final long serialVersionUID = 1L;

    /** Processing time of the last addition that is not counted yet; null when all is. */
    private static final ValueStateDescriptor<Long> UNCOUNTED = new ValueStateDescriptor<>("uncounted", Types.LONG);

    private final long quietMs;

    AtTheEndOrWhenQuiet(Duration quiet) {
        this.quietMs = quiet.toMillis();
    }

    @Override
    public TriggerResult onElement(Object element, long timestamp, TimeWindow window, TriggerContext context)
            throws Exception {
        ValueState<Long> uncounted = context.getPartitionedState(UNCOUNTED);
        long now = context.getCurrentProcessingTime();
        if (uncounted.value() == null) {
            context.registerProcessingTimeTimer(now + quietMs);
        }
        uncounted.update(now);
        context.registerEventTimeTimer(window.maxTimestamp());
        return TriggerResult.CONTINUE;
    }

    @Override
    public TriggerResult onProcessingTime(long time, TimeWindow window, TriggerContext context) throws Exception {
        Long added = context.getPartitionedState(UNCOUNTED).value();
        if (added != null && time < added + quietMs) {
            context.registerProcessingTimeTimer(added + quietMs);
            return TriggerResult.CONTINUE;
        }
        return count(context);
    }

    @Override
    public TriggerResult onEventTime(long time, TimeWindow window, TriggerContext context) throws Exception {
        return count(context);
    }

    private static TriggerResult count(TriggerContext context) throws Exception {
        ValueState<Long> uncounted = context.getPartitionedState(UNCOUNTED);
        if (uncounted.value() == null) {
            return TriggerResult.CONTINUE;
        }
        uncounted.clear();
        return TriggerResult.FIRE;
    }

    @Override
    public void clear(TimeWindow window, TriggerContext context) throws Exception {
        context.getPartitionedState(UNCOUNTED).clear();
        context.deleteEventTimeTimer(window.maxTimestamp());
    }
}
