package io.millrace.node.gateway;

import io.millrace.api.deployment.Topics;
import io.millrace.api.feed.Partition;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.node.kafka.KafkaAccess;
import io.millrace.node.topics.KafkaProblems;
import io.millrace.node.topics.PartitionOffsets;
import io.millrace.node.topics.PartitionReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** {@code /v1/topics/{topic}/records}: streams of records in and out. On the server's event loop. */
final class RecordsResource {

    /** Each holds a thread, two connections and about {@link #READER_LIMITS}; more would be a leak of some client. */
    private static final int MAX_READERS = 128;

    /** As long as a line may be, so that it is the topic's limit that decides. */
    private static final int MAX_REQUEST_BYTES = RecordUpload.MAX_LINE_BYTES;

    private static final PartitionReader.Limits READER_LIMITS = new PartitionReader.Limits(100, 512 << 10);

    private final Vertx vertx;
    private final KafkaAccess access;
    private final Topics topics;
    private final PartitionOffsets offsets;
    private Future<Producer<byte[], byte[]>> producer;
    private int readers;

    RecordsResource(Vertx vertx, KafkaAccess access, Topics topics, PartitionOffsets offsets) {
        this.vertx = vertx;
        this.access = access;
        this.topics = topics;
        this.offsets = offsets;
    }

    void bind(Bindings bindings) {
        bindings.answer("produce", this::produce);
        bindings.handle("consume", this::consume);
    }

    Future<Void> close() {
        return producer == null
                ? Future.succeededFuture()
                : producer.compose(open -> vertx.executeBlocking(() -> {
                    open.close(Duration.ofSeconds(5));
                    return null;
                }));
    }

    private Future<JsonObject> produce(RoutingContext context) {
        String topic = TopicsResource.topicOf(context);
        HttpServerRequest request = context.request().pause();
        return Future.all(partitions(topic), producer()).compose(both -> {
            Set<Partition> partitions = both.resultAt(0);
            Producer<byte[], byte[]> shared = both.resultAt(1);
            return new RecordUpload(request, KafkaWriteStream.create(vertx, shared), topic, partitions.size()).run();
        });
    }

    private void consume(RoutingContext context) {
        String topic = TopicsResource.topicOf(context);
        Query query = new Query(context.queryParams());
        ReadFrom from = ReadFrom.of(query);
        OptionalLong partition = query.number("partition", 0);
        long max = query.number("max", 1).orElse(Long.MAX_VALUE);
        boolean follow = query.flag("follow");
        query.check();
        requireRoom();
        readers++;
        partitions(topic)
                .map(all -> partition.isPresent() ? only(all, new Partition(topic, (int) partition.getAsLong())) : all)
                .compose(offsets::reachable)
                .compose(reachable -> from.offsets(offsets, reachable))
                .compose(range -> read(context, follow ? range.endless() : range, max))
                .eventually(() -> {
                    readers--;
                    return Future.succeededFuture();
                })
                .onFailure(context::fail);
    }

    private Future<Void> read(RoutingContext context, ReadFrom.Range range, long max) {
        return PartitionReader.open(vertx, access, "millrace-gateway-reader", READER_LIMITS, range.starts())
                .compose(reader -> new RecordDownload(context.response(), reader, range, max).run());
    }

    private void requireRoom() {
        if (readers >= MAX_READERS) {
            throw new ProblemException(Problem.resource(
                    "too-many-readers",
                    MAX_READERS + " readers are open at this node already.",
                    Where.path("records"),
                    "Close some, or read with a Kafka client."));
        }
    }

    private Future<Set<Partition>> partitions(String topic) {
        return topics.describe(topic)
                .map(found -> found.orElseThrow(() -> KafkaProblems.unknownTopic(topic)))
                .map(description -> IntStream.range(0, description.partitions())
                        .mapToObj(number -> new Partition(topic, number))
                        .collect(Collectors.toSet()));
    }

    private static Set<Partition> only(Set<Partition> all, Partition wanted) {
        if (!all.contains(wanted)) {
            throw new ProblemException(Problem.user(
                    "unknown-partition",
                    "the topic " + wanted.topic() + " has no partition " + wanted.number() + ".",
                    Where.path("?partition"),
                    "Write 0 to " + (all.size() - 1) + "."));
        }
        return Set.of(wanted);
    }

    /** One for all requests, made when the first comes. */
    private Future<Producer<byte[], byte[]>> producer() {
        if (producer == null || producer.failed()) {
            Map<String, Object> properties = new HashMap<>(access.client("millrace-gateway"));
            properties.put("max.request.size", MAX_REQUEST_BYTES);
            properties.put("max.block.ms", "10000");
            properties.put("request.timeout.ms", "10000");
            properties.put("delivery.timeout.ms", "30000");
            producer = vertx.executeBlocking(
                    () -> new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()), false);
        }
        return producer;
    }
}
