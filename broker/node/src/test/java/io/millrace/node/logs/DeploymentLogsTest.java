package io.millrace.node.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class DeploymentLogsTest {

    private static final Logger LOG = LoggerFactory.getLogger(DeploymentLogsTest.class);

    private final DeploymentLogs logs = new DeploymentLogs();

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    void keepsWhatIsAboutADeploymentApart() {
        say("Topic/quakes", "made");
        say("Topic/other", "not this one");
        LOG.atInfo().log("nobody's");
        LOG.atWarn()
                .addKeyValue("deployment", "Topic/quakes")
                .addKeyValue("error", "no room")
                .setCause(new IllegalStateException("full"))
                .log("trying again");
        assertThat(logs.lines("Topic/quakes"))
                .satisfiesExactly(
                        line -> assertThat(line).contains("INFO  DeploymentLogsTest made"),
                        line -> assertThat(line).contains("WARN", "trying again", "error=no room", "full | "));
        assertThat(logs.lines("Topic/unheard-of")).isEmpty();
    }

    @Test
    void hearsPluginsThatHaveAClassLoaderOfTheirOwn() throws Exception {
        Object plugin = new PluginLoader()
                .loadClass(Speaker.class.getName())
                .getDeclaredConstructor()
                .newInstance();

        ((Runnable) plugin).run();

        assertThat(logs.lines("Function/alerts")).singleElement().asString().contains("from the plugin");
    }

    @Test
    void keepsTheLastLinesOnly() {
        for (int i = 0; i < 300; i++) {
            say("Topic/quakes", "line " + i);
        }
        assertThat(logs.lines("Topic/quakes")).hasSize(200).first().asString().contains("line 100 ");
    }

    @Test
    void tellsAFollowerWhatIsThereAndWhatComesUntilItLeaves() {
        List<String> told = new ArrayList<>();
        say("Topic/quakes", "before");
        DeploymentLogs.Following following = logs.follow("Topic/quakes", told::add);
        say("Topic/quakes", "after");
        say("Topic/other", "not this one");
        following.close();
        say("Topic/quakes", "too late");
        assertThat(told)
                .satisfiesExactly(
                        line -> assertThat(line).contains("before"),
                        line -> assertThat(line).contains("after"));
    }

    @Test
    void hearsNothingOnceClosed() {
        logs.close();
        say("Topic/quakes", "unheard");
        assertThat(logs.lines("Topic/quakes")).isEmpty();
    }

    private static void say(String deployment, String what) {
        LOG.atInfo().addKeyValue("deployment", deployment).log(what);
    }

    /** Logs as a plugin does. */
    public static final class Speaker implements Runnable {

        private static final Logger PLUGINS = LoggerFactory.getLogger("io.millrace.plugin");

        @Override
        public void run() {
            PLUGINS.atInfo().addKeyValue("deployment", "Function/alerts").log("from the plugin");
        }
    }

    /** Has the speaker itself, and the rest from the node, which is not its parent. */
    private static final class PluginLoader extends ClassLoader {

        PluginLoader() {
            super(getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            ClassLoader node = DeploymentLogsTest.class.getClassLoader();
            if (!name.equals(Speaker.class.getName())) {
                return node.loadClass(name);
            }
            try (InputStream file = node.getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException unreadable) {
                throw new ClassNotFoundException(name, unreadable);
            }
        }
    }
}
