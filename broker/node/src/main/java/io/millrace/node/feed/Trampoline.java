package io.millrace.node.feed;

/**
 * Runs a step again instead of inside itself: a handler that answers at once would otherwise grow the stack with every record.
 * One thread.
 */
final class Trampoline {

    private final Runnable step;
    private boolean running;
    private boolean again;

    Trampoline(Runnable step) {
        this.step = step;
    }

    void run() {
        again = true;
        if (running) {
            return;
        }
        running = true;
        try {
            while (again) {
                again = false;
                step.run();
            }
        } finally {
            running = false;
        }
    }
}
