package io.millrace.sinks.formats.registry;

import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Secret;
import io.millrace.api.settings.Setting;
import io.millrace.sinks.formats.row.RowSources;
import io.millrace.sinks.formats.schema.Contradictions;
import io.millrace.sinks.formats.schema.Field;
import io.millrace.sinks.formats.schema.SchemaStore;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The schema registry of values and of keys, by the names that Kafka Connect has for it.
 *
 * @param valueConverter null when it is not set
 * @param valueCredentials null when it is not set
 * @param valueUserInfo null when it is not set
 * @param keyConverter null when it is not set
 * @param keyCredentials null when it is not set
 * @param keyUserInfo null when it is not set
 */
public record RegistrySettings(
        @Setting(
                name = VALUE,
                value =
                        "What values are: as AvroConverter, JsonSchemaConverter and ProtobufConverter say, they were written with a schema registry,"
                                + " whose schemas are the columns then; JsonConverter, StringConverter and ByteArrayConverter take them as they are,"
                                + " which is so too when this is not set.",
                example = "io.confluent.connect.avro.AvroConverter")
        String valueConverter,

        @Setting(
                name = VALUE + URL,
                value =
                        "The registry of values: a URL, or several, of which the next is asked when one does not answer.",
                example = "http://registry:8081")
        List<String> valueUrls,

        @Setting(
                name = VALUE + CREDENTIALS,
                value = "USER_INFO, when the registry of values wants a user and a password.")
        String valueCredentials,

        @Setting(name = VALUE + USER_INFO, value = "That user and the password, with a colon between.")
        Secret valueUserInfo,

        @Setting(
                name = KEY,
                value =
                        "What keys are, if metadata.fields tells them: a converter that takes a registry makes JSON of them, or the"
                                + " text itself of keys that are texts; any other takes them as texts, which is so too when this is not"
                                + " set.",
                example = "org.apache.kafka.connect.storage.StringConverter")
        String keyConverter,

        @Setting(name = KEY + URL, value = "The registry of keys, as that of values.")
        List<String> keyUrls,

        @Setting(name = KEY + CREDENTIALS, value = "USER_INFO, when the registry of keys wants a user and a password.")
        String keyCredentials,

        @Setting(name = KEY + USER_INFO, value = "That user and the password, with a colon between.")
        Secret keyUserInfo) {

    static final String URL = ".schema.registry.url";
    static final String USER_INFO = ".basic.auth.user.info";
    private static final String CREDENTIALS = ".basic.auth.credentials.source";
    private static final String VALUE = "value.converter";
    private static final String KEY = "key.converter";

    /** Values and keys are what they are. */
    public static final RegistrySettings NONE =
            new RegistrySettings(null, List.of(), null, null, null, List.of(), null, null);

    public RegistrySettings {
        valueUrls = List.copyOf(valueUrls);
        keyUrls = List.copyOf(keyUrls);
        if (valueConverter != null
                && !Converter.isPlain(valueConverter)
                && Converter.of(valueConverter).isEmpty()) {
            throw new InvalidSetting(
                    VALUE,
                    "There is no converter " + valueConverter + ".",
                    "Write AvroConverter, JsonSchemaConverter, ProtobufConverter, JsonConverter, StringConverter or ByteArrayConverter.");
        }
        check(VALUE, valueConverter, valueUrls, valueCredentials, valueUserInfo);
        check(KEY, keyConverter, keyUrls, keyCredentials, keyUserInfo);
    }

    private static void check(
            String setting, String converter, List<String> urls, String credentials, Secret userInfo) {
        if (converter != null && Converter.of(converter).isPresent() && urls.isEmpty()) {
            throw new InvalidSetting(
                    setting + URL,
                    converter + " needs a schema registry.",
                    "Add " + setting + URL + ": http://registry:8081.");
        }
        urls.forEach(url -> checkUrl(setting + URL, url));
        if (credentials != null && !credentials.equals("USER_INFO")) {
            throw new InvalidSetting(
                    setting + CREDENTIALS,
                    "A registry's credentials cannot come from " + credentials + ".",
                    "Write USER_INFO, and the user and the password as " + setting + USER_INFO + ".");
        }
        if (credentials != null && (userInfo == null || userInfo.reveal().indexOf(':') < 1)) {
            throw new InvalidSetting(
                    setting + USER_INFO,
                    "There is no user with a password, which " + setting + CREDENTIALS + " speaks of.",
                    "Write both with a colon between.");
        }
    }

    private static void checkUrl(String setting, String url) {
        URI uri = null;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException notAUrl) {
            // said below
        }
        if (uri == null || uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
            throw new InvalidSetting(
                    setting, "'" + url + "' is not the URL of a registry.", "Write one such as http://registry:8081.");
        }
        if (uri.getUserInfo() != null) {
            throw new InvalidSetting(
                    setting,
                    "A URL is no place for a password.",
                    "Write it as " + setting.replace(URL, USER_INFO) + ", with " + setting.replace(URL, CREDENTIALS)
                            + ": USER_INFO.");
        }
    }

    /** True when values were written with a registry. */
    public boolean hasValues() {
        return valueConverter != null && Converter.of(valueConverter).isPresent();
    }

    /** True when values are JSON behind their header. */
    public boolean hasJson() {
        return hasValues() && converter(valueConverter) == Converter.JSON_SCHEMA;
    }

    /** True when keys were written with a registry. */
    public boolean hasKeys() {
        return keyConverter != null && Converter.of(keyConverter).isPresent();
    }

    /**
     * Rows by one schema a topic, which grows with those that come.
     *
     * @param besides fields in front of those of the schemas
     */
    public RowSources values(SchemaStore schemas, Contradictions contradictions, List<Field> besides) {
        return topic -> rows(Growth.shared(schemas, topic, contradictions, besides));
    }

    /** The same, with a text for each of the outermost fields. */
    public RowSources texts(SchemaStore schemas, List<Field> besides) {
        return topic -> rows(Growth.ofTexts(schemas, topic, besides));
    }

    /** Rows by the schema that each was written with. */
    public RowSources each(List<Field> besides) {
        return topic -> rows(Growth.none(besides));
    }

    private RegistryRows rows(Growth growth) {
        return new RegistryRows(converter(valueConverter), registry(VALUE, valueUrls, valueUserInfo), growth, true);
    }

    /** The keys as texts. */
    public KeyText keys() {
        return new RegistryKeys(new RegistryRows(
                converter(keyConverter), registry(KEY, keyUrls, keyUserInfo), Growth.none(List.of()), false));
    }

    private static Converter converter(String name) {
        return Optional.ofNullable(name).flatMap(Converter::of).orElseThrow();
    }

    private static SchemaRegistry registry(String setting, List<String> urls, Secret userInfo) {
        return new SchemaRegistry(setting + URL, urls, userInfo);
    }
}
