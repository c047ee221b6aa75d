package io.millrace.testkit.sinks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until the test moves it. Not thread-safe. */
public final class ManualClock implements InstantSource {

    private Instant now = Instant.parse("2026-01-31T10:15:30Z");

    @Override
    public Instant instant() {
        return now;
    }

    public void advance(Duration by) {
        now = now.plus(by);
    }
}
