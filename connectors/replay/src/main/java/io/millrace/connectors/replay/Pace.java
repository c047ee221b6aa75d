package io.millrace.connectors.replay;

import io.millrace.api.settings.InvalidSetting;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spreads records over time: about ten batches a second. After a hold-up it makes good for at most one second, so that a
 * source that was paused for an hour does not send an hour's records at once.
 */
final class Pace {

    private static final Pattern RATE = Pattern.compile("(\\d{1,9})\\s*/\\s*(s|m|h)");
    private static final Duration BATCH = Duration.ofMillis(100);
    private static final Duration MOST_MADE_GOOD = Duration.ofSeconds(1);

    /** Records per second; infinite when there is no rate. */
    private final double rate;

    private Instant due = Instant.MIN;

    private Pace(double rate) {
        this.rate = rate;
    }

    /**
     * @param rate such as {@code 500/s}, {@code 30000/m}; null for no limit
     * @throws InvalidSetting when it is of another form or zero
     */
    static Pace parse(String rate) {
        if (rate == null) {
            return new Pace(Double.POSITIVE_INFINITY);
        }
        Matcher form = RATE.matcher(rate.strip());
        if (!form.matches() || Long.parseLong(form.group(1)) == 0) {
            throw new InvalidSetting(
                    "rate", "'" + rate + "' is not a rate.", "Write records per second, minute or hour, like 500/s.");
        }
        int seconds = form.group(2).equals("s") ? 1 : form.group(2).equals("m") ? 60 : 3600;
        return new Pace(Double.parseDouble(form.group(1)) / seconds);
    }

    /** Most records of the next batch: what is due in 100 ms, at least 1. */
    int records(int most) {
        return (int) Math.max(1, Math.min(most, rate * BATCH.toMillis() / 1000));
    }

    /** How long to wait from now until the next batch is due; never negative. */
    Duration untilDue(Instant now) {
        return now.isBefore(due) ? Duration.between(now, due) : Duration.ZERO;
    }

    /** Notes that so many records were sent. */
    void sent(int records, Instant now) {
        if (Double.isFinite(rate)) {
            Instant earliest = now.minus(MOST_MADE_GOOD);
            Instant from = due.equals(Instant.MIN) ? now : due.isBefore(earliest) ? earliest : due;
            due = from.plusNanos((long) (records / rate * 1e9));
        }
    }
}
