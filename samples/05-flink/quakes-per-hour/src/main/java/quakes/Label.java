package quakes;

import java.time.Instant;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** Says of a count what hour and network it is of. */
final class Label extends ProcessWindowFunction<Long, HourCount, String, TimeWindow> {

    @Override
    public void process(String network, Context window, Iterable<Long> count, Collector<HourCount> out) {
        String hour = Instant.ofEpochMilli(window.window().getStart()).toString();
        out.collect(new HourCount(hour, network, count.iterator().next()));
    }
}
