package io.millrace.processing.functions.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.KafkaEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Handlers as users write them for Lambda. They run in processes of their own. */
public final class Handlers {

    private Handlers() {}

    /** The usual one. */
    public static final class Kafka implements RequestHandler<KafkaEvent, Map<String, Object>> {
        @Override
        public Map<String, Object> handleRequest(KafkaEvent event, Context context) {
            context.getLogger().log("took " + event.getRecords().keySet() + "\n");
            System.out.println("said on standard output");
            KafkaEvent.KafkaEventRecord record =
                    event.getRecords().get("quakes-0").get(0);
            return Map.of(
                    "offset", record.getOffset(),
                    "header", record.getHeaders().get(0).get("h")[2],
                    "requestId", context.getAwsRequestId(),
                    "region", System.getenv("AWS_REGION"));
        }
    }

    /** Bytes in, bytes out. */
    public static final class Upper implements RequestStreamHandler {
        @Override
        public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
            String event = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            out.write(event.toUpperCase(java.util.Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Neither interface. */
    public static final class Plain {

        private static final List<byte[]> KEPT = new ArrayList<>();

        public String greet(Map<String, String> event, Context context) {
            return "hello " + event.get("name") + " from " + context.getFunctionName();
        }

        public String fail(Map<String, String> event) {
            throw new IllegalStateException("no " + event.get("name"));
        }

        public String exit(Map<String, Object> event) {
            if (Boolean.TRUE.equals(event.get("exit"))) {
                System.exit(3);
            }
            return "stayed";
        }

        public String spin(Map<String, Object> event) {
            while (Boolean.TRUE.equals(event.get("spin"))) {
                Thread.onSpinWait();
            }
            return "done";
        }

        public int hoard(Map<String, Object> event) {
            while (true) {
                KEPT.add(new byte[1 << 20]);
            }
        }

        static String hidden(String event) {
            return event;
        }
    }

    /** Has its method from an interface. */
    public static final class Inherited implements Greeting {}

    /** Brings a method. */
    public interface Greeting {
        default String greet(String event) {
            return "hello";
        }
    }

    /** Cannot be made. */
    public static final class Broken implements RequestHandler<Map<String, String>, String> {

        public Broken() {
            throw new IllegalStateException("no database");
        }

        @Override
        public String handleRequest(Map<String, String> event, Context context) {
            return "";
        }
    }

    /** Cannot be made without its name. */
    public static final class Named {

        private final String name;

        public Named(String name) {
            this.name = name;
        }

        public String greet(String event) {
            return name + event;
        }
    }
}
