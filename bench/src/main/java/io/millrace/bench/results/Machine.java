package io.millrace.bench.results;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Where figures come from.
 *
 * @param memory bytes
 */
public record Machine(String system, int cores, long memory, String java) {

    /** This one. */
    public static Machine here() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                system.getName() + " " + system.getArch(),
                Runtime.getRuntime().availableProcessors(),
                system.getTotalMemorySize(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
    }

    @Override
    public String toString() {
        return system + ", " + cores + " cores, " + Math.round(memory / (double) (1 << 30)) + " GiB, " + java;
    }
}
