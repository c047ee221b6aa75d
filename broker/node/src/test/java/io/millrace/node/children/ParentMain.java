package io.millrace.node.children;

import io.millrace.api.child.ChildSpec;
import io.millrace.api.child.RunSpec;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A process with a child, to be killed. */
final class ParentMain {

    private ParentMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        Children children = Children.open(Vertx.vertx(), Path.of(arguments[0]));
        ChildSpec spec = new ChildSpec(
                "sleeper", List.of("sh", "-c", "sleep 1000 & echo $!; wait"), Map.of(), Duration.ofSeconds(10));
        children.start(spec, () -> true);
        RunSpec run = new RunSpec(
                "run", List.of("sleep", "1000"), Map.of("PATH", System.getenv("PATH")), Path.of(arguments[0]));
        children.run(run, line -> {});
        new CountDownLatch(1).await();
    }
}
