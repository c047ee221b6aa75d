package io.millrace.node.connectors;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A quarter of the heap for everything that sinks have accepted and not written, shared evenly by the tasks of all that run; what
 * feeds have fetched has a quarter of its own. Any thread.
 */
final class SinkMemory {

    private static final long SMALLEST_SHARE = 1 << 20;

    private final long bytes;
    private final Set<Member> members = ConcurrentHashMap.newKeySet();

    /** @param heap bytes the JVM may use */
    SinkMemory(long heap) {
        this.bytes = heap / 4;
    }

    /** A sink runs, until it leaves. */
    Member join(int tasks) {
        Member member = new Member(tasks);
        members.add(member);
        return member;
    }

    /** A sink that takes part. */
    final class Member {

        private final int tasks;

        private Member(int tasks) {
            this.tasks = tasks;
        }

        /** Bytes of one of its tasks now; at least one mebibyte. */
        long share() {
            int all = members.stream().mapToInt(member -> member.tasks).sum();
            return Math.max(SMALLEST_SHARE, bytes / Math.max(1, all));
        }

        /** It does not run any more; doing it again does nothing. */
        void leave() {
            members.remove(this);
        }
    }
}
