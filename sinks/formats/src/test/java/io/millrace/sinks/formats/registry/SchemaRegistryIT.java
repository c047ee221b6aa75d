package io.millrace.sinks.formats.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.feed.DeliveryException;
import io.millrace.api.feed.DeliveryException.Steer;
import io.millrace.api.settings.Secret;
import io.millrace.sinks.formats.registry.RegisteredSchema.Reference;
import java.io.IOException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaRegistryIT {

    private FakeRegistry registry;

    @BeforeEach
    void start() throws IOException {
        registry = new FakeRegistry();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void answersWithWhatASchemaRefersTo() {
        registry.schema(
                        7,
                        "PROTOBUF",
                        "main",
                        FakeRegistry.reference("a.proto", "a", 1),
                        FakeRegistry.reference("b.proto", "b%2Fc", 2))
                .version("a", 1, "text of a", FakeRegistry.reference("b.proto", "b%2Fc", 2))
                .version("b%252Fc", 2, "text of b");
        assertThat(registry(registry.url()).schema(7))
                .isEqualTo(new RegisteredSchema(
                        "PROTOBUF",
                        "main",
                        List.of(new Reference("b.proto", "text of b"), new Reference("a.proto", "text of a"))));
    }

    @Test
    void takesASchemaWithoutATypeForAvro() {
        registry.schema(1, "AVRO", "{}");
        assertThat(registry(registry.url() + "/").schema(1)).isEqualTo(new RegisteredSchema("AVRO", "{}", List.of()));
    }

    @Test
    void rejectsANumberThatThereIsNot() {
        assertSteers(
                () -> registry(registry.url()).schema(41),
                Steer.REJECTED,
                "there is no schema 41 in the registry at " + registry.url());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | {\"error_code\":50001} | answers 500 to GET /schemas/ids/1",
                "404 | <html>no such page</html> | answers 404 to GET /schemas/ids/1, and not as a schema registry does",
                "404 | {\"error_code\":404} | Correct the URL if there is no registry",
                "429 | | answers 429",
                "401 | {\"error_code\":401} | wants a user and a password",
            })
    void asksToWaitForARegistryThatHasTrouble(int status, String body, String what) {
        registry.answering(status, body == null ? "" : body);
        assertSteers(() -> registry(registry.url()).schema(1), Steer.UNAVAILABLE, what);
    }

    @Test
    void asksToWaitForARegistryThatIsNotThere() {
        registry.close();
        assertSteers(
                () -> registry(registry.url()).schema(1),
                Steer.UNAVAILABLE,
                "The schema registry at " + registry.url() + " does not answer");
    }

    @Test
    void asksTheNextWhenOneDoesNotAnswer() throws IOException {
        registry.answering(503, "");
        try (FakeRegistry next = new FakeRegistry().schema(3, "AVRO", "{}")) {
            assertThat(registry(registry.url(), next.url()).schema(3).text()).isEqualTo("{}");
        }
    }

    @Test
    void saysWhoAsks() {
        registry.schema(1, "AVRO", "{}");
        new SchemaRegistry("value.converter.schema.registry.url", List.of(registry.url()), new Secret("me:pass"))
                .schema(1);
        assertThat(registry.authorizations()).containsExactly("Basic bWU6cGFzcw==");
        registry.answering(403, "");
        assertSteers(
                () -> new SchemaRegistry(
                                "value.converter.schema.registry.url", List.of(registry.url()), new Secret("me:pass"))
                        .schema(1),
                Steer.UNAVAILABLE,
                "Correct value.converter.basic.auth.user.info");
    }

    @Test
    void asksOnceForANumberThatTheRegistryDoesNotKnow() {
        SchemaRegistry asking = registry(registry.url());
        for (int i = 0; i < 3; i++) {
            assertSteers(() -> asking.schema(41), Steer.REJECTED, "there is no schema 41 in the registry");
        }
        assertThat(registry.asked()).containsExactly("/schemas/ids/41");
    }

    private static SchemaRegistry registry(String... urls) {
        return new SchemaRegistry("value.converter.schema.registry.url", List.of(urls), null);
    }

    private static void assertSteers(ThrowingCallable call, Steer steer, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        told -> assertThat(told.steer()).isEqualTo(steer))
                .hasMessageContaining(message);
    }
}
