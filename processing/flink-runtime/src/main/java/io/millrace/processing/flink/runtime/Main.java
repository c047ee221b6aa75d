package io.millrace.processing.flink.runtime;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Flink cluster in this one process, with its REST API. It lasts as long as the process, which is killed when it is not needed. */
public final class Main {

    /** The line that tells where the REST API is, once it answers, begins with it. */
    private static final String READY = "Flink is ready at ";

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int NO_TASK_MANAGER = 70;
    private static final int CHECK_SECONDS = 1;

    /** Whether the task manager was there once. One thread. */
    private static boolean connected;

    private Main() {}

    /** @param arguments the folder of Flink's {@code config.yaml}; and {@code once} for a process that ends when it is ready */
    public static void main(String[] arguments) throws Exception {
        Configuration configuration = GlobalConfiguration.loadConfiguration(arguments[0]);
        FileSystem.initialize(
                configuration, new ObjectsInUse(PluginUtils.createPluginManagerFromRootFolder(configuration)));
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(configuration.get(TaskManagerOptions.NUM_TASK_SLOTS))
                .build());
        cluster.start();
        System.out.println(READY + cluster.getRestAddress().get());
        if (arguments.length > 1 && arguments[1].equals("once")) {
            System.exit(0);
        }
        Executors.newSingleThreadScheduledExecutor()
                .scheduleWithFixedDelay(() -> check(cluster), CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS)
                .get(); // never
    }

    /** A task manager that has given up ends as a process of its own would, with this process. */
    private static void check(MiniCluster cluster) {
        try {
            if (cluster.requestClusterOverview().get().getNumTaskManagersConnected() > 0) {
                connected = true;
            } else if (connected) { // on a machine that is busy it takes a while to come
                LOG.atError().log("The task manager has ended");
                Runtime.getRuntime().halt(NO_TASK_MANAGER);
            }
        } catch (ExecutionException | IllegalStateException notRunning) {
            LOG.atError().setCause(notRunning).log("The cluster has ended");
            Runtime.getRuntime().halt(NO_TASK_MANAGER);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
