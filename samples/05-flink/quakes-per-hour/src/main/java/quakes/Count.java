package quakes;

import org.apache.flink.api.common.functions.AggregateFunction;

/** Keeps one number per window, not the earthquakes. */
final class Count implements AggregateFunction<Quake, Long, Long> {

    @Override
    public Long createAccumulator() {
        return 0L;
    }

    @Override
    public Long add(Quake quake, Long count) {
        return count + 1;
    }

    @Override
    public Long getResult(Long count) {
        return count;
    }

    @Override
    public Long merge(Long one, Long other) {
        return one + other;
    }
}
