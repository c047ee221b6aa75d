package io.millrace.cli.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** What the demo tells while it runs. Times count from when the user called it. */
final class Narration {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(1);

    private final PrintWriter out;
    private final boolean terminal = Ansi.AUTO.enabled();
    private final Instant called = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    private Instant lastLine = Instant.MIN;
    private String progress = "";
    private boolean pending;

    Narration(PrintWriter out) {
        this.out = out;
    }

    PrintWriter out() {
        return out;
    }

    /** A line that stays. */
    void say(String line) {
        if (pending) {
            out.println(terminal ? "" : progress);
            pending = false;
        }
        out.println(line);
        out.flush();
    }

    /** How far it is: on a terminal a line that overwrites the one before, elsewhere a line now and then. */
    void progress(String state) {
        Instant now = Instant.now();
        progress = String.format("%8s   %s", seconds(now), state);
        pending = true;
        if (terminal) {
            out.print("\r" + progress);
        } else if (Duration.between(lastLine, now).compareTo(BETWEEN_LINES) >= 0) {
            out.println(progress);
            lastLine = now;
            pending = false;
        }
        out.flush();
    }

    /** Since the call, such as {@code 12.3 s}. */
    String seconds(Instant at) {
        return String.format(Locale.ROOT, "%.1f s", Duration.between(called, at).toMillis() / 1000.0);
    }
}
