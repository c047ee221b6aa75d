package io.millrace.sinks.formats.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Secret;
import io.millrace.sinks.formats.SchemaSettings;
import io.millrace.sinks.formats.schema.Contradictions;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrySettingsTest {

    private static final String URL = "http://registry:8081";

    @ParameterizedTest
    @ValueSource(strings = {"io.confluent.connect.avro.AvroConverter", "AvroConverter"})
    void knowsConvertersThatTakeARegistry(String name) {
        assertThat(values(name, URL).hasValues()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.kafka.connect.json.JsonConverter",
                "JsonConverter",
                "StringConverter",
                "org.apache.kafka.connect.converters.ByteArrayConverter"
            })
    void leavesValuesOfOtherConvertersAsTheyAre(String name) {
        assertThat(values(name).hasValues()).isFalse();
    }

    @Test
    void takesAnyOtherKeysForTexts() {
        RegistrySettings settings = new RegistrySettings(
                null,
                List.of(),
                null,
                null,
                "org.apache.kafka.connect.converters.LongConverter",
                List.of(),
                null,
                null);
        assertThat(settings.hasKeys()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CloudConverter | http://r | value.converter | There is no converter CloudConverter.",
                "org.example.AvroConverter | http://r | value.converter | There is no converter org.example.AvroConverter.",
                "AvroConverter | r:8081 | value.converter.schema.registry.url | 'r:8081' is not the URL of a registry.",
                "AvroConverter | ftp://r | value.converter.schema.registry.url | 'ftp://r' is not the URL of a registry.",
                "AvroConverter | http://a:b@r | value.converter.schema.registry.url | A URL is no place for a password."
            })
    void refusesWhatItCannotUse(String converter, String url, String key, String what) {
        assertRefused(() -> values(converter, url), key, what);
    }

    @Test
    void needsARegistry() {
        assertRefused(
                () -> values("AvroConverter"),
                "value.converter.schema.registry.url",
                "AvroConverter needs a schema registry.");
    }

    @Test
    void takesCredentialsFromOnePlaceOnly() {
        assertRefused(
                () -> new RegistrySettings(
                        "AvroConverter", List.of(URL), "SASL_INHERIT", null, null, List.of(), null, null),
                "value.converter.basic.auth.credentials.source",
                "A registry's credentials cannot come from SASL_INHERIT.");
        assertRefused(
                () -> new RegistrySettings(
                        null, List.of(), null, null, "AvroConverter", List.of(URL), "USER_INFO", new Secret("me")),
                "key.converter.basic.auth.user.info",
                "There is no user with a password, which key.converter.basic.auth.credentials.source speaks of.");
    }

    @Test
    void hasTheSchemasThatAreGivenElsewise() {
        assertRefused(
                () -> new SchemaSettings(
                        Contradictions.REJECT,
                        "{\"properties\":{\"a\":{\"type\":\"string\"}}}",
                        null,
                        values("AvroConverter", URL)),
                "value.schema",
                "The registry has the schemas of these values.");
    }

    private static RegistrySettings values(String converter, String... urls) {
        return new RegistrySettings(converter, List.of(urls), null, null, null, List.of(), null, null);
    }

    private static void assertRefused(ThrowingCallable call, String key, String what) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        InvalidSetting.class,
                        refused -> assertThat(refused.key()).isEqualTo(key))
                .hasMessage(what);
    }
}
