package io.millrace.cli.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.FakeNode;
import io.millrace.cli.Run;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private final FakeNode node = new FakeNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void listsTopics() {
        node.answers("GET /v1/topics", """
                {"topics": [{"name": "quakes", "partitions": 4, "replicationFactor": 1, "records": 1712, "bytes": 1217844},
                            {"name": "far", "partitions": 1, "replicationFactor": 3, "records": 0, "bytes": null}]}""");
        assertThat(Run.millrace(node, "topics").out()).isEqualTo("""
                NAME     PARTITIONS   REPLICAS   OFFSETS   BYTES
                quakes   4            1          1712      1217844
                far      1            3          0         -
                """);
    }

    @Test
    void showsThePartitionsOfOne() {
        node.answers("GET /v1/topics/quakes", """
                {"name": "quakes", "id": "x1", "replicationFactor": 2, "config": {"retention.ms": "-1"},
                 "partitions": [{"partition": 0, "leader": 1, "replicas": [1, 2], "inSync": [1], "start": 3, "end": 9, "bytes": 100}]}""");
        assertThat(Run.millrace(node, "topics", "quakes").out()).isEqualTo("""
                Topic quakes, id x1
                  retention.ms=-1
                PARTITION   START   END   BYTES   LEADER   REPLICAS   IN SYNC
                0           3       9     100     1        1,2        1
                """);
    }

    @Test
    void listsGroups() {
        node.answers("GET /v1/groups", "{\"groups\": [{\"name\": \"g\", \"state\": \"Stable\"}]}");
        assertThat(Run.millrace(node, "groups").out()).isEqualTo("NAME   STATE\ng      Stable\n");
    }

    @Test
    void showsLagAndMembersOfAGroup() {
        node.answers("GET /v1/groups/g", """
                {"name": "g", "state": "Stable", "lag": {"records": 15, "seconds": 3.25},
                 "partitions": [{"topic": "quakes", "partition": 0, "committed": 10, "end": 25, "records": 15, "seconds": 3.25}],
                 "members": [{"id": "m-1", "clientId": "c", "host": "/127.0.0.1", "partitions": [{"topic": "quakes", "partition": 0}]}]}""");
        assertThat(Run.millrace(node, "groups", "g").out()).isEqualTo("""
                Group g: Stable, 15 records behind, the oldest 3.3 s old
                TOPIC    PARTITION   COMMITTED   END   LAG   SECONDS
                quakes   0           10          25    15    3.3

                MEMBER   CLIENT   HOST         PARTITIONS
                m-1      c        /127.0.0.1   quakes-0
                """);
    }
}
