package io.millrace.sinks.formats;

import io.millrace.api.settings.Artifact;
import io.millrace.api.settings.Included;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Setting;
import io.millrace.sinks.formats.avro.AvroSchemaReader;
import io.millrace.sinks.formats.json.JsonSchemaReader;
import io.millrace.sinks.formats.registry.RegistrySettings;
import io.millrace.sinks.formats.schema.Contradictions;
import io.millrace.sinks.formats.schema.RecordType;
import io.millrace.sinks.formats.schema.Schema;
import io.millrace.sinks.formats.schema.SchemaException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * Where the schema of the records comes from.
 *
 * @param contradictions what becomes of values that contradict an inferred schema
 * @param text a schema; null when none is given here
 * @param file a schema; null when none is given so
 */
public record SchemaSettings(
        @Setting(
                name = "schema.contradictions",
                value =
                        "What happens to a value that contradicts the schema, which Parquet and Avro take from the records or"
                                + " their registry: reject treats the record as one that cannot be written, string makes the"
                                + " field a text.",
                defaultValue = "reject")
        Contradictions contradictions,

        @Setting(
                name = TEXT,
                value =
                        "An Avro schema or a JSON Schema that the records have, instead of one that is taken from them.")
        String text,

        @Setting(name = FILE, value = "The same, in a file.", example = "quake.avsc")
        Artifact file,

        @Included RegistrySettings registry) {

    static final String TEXT = "value.schema";
    static final String FILE = "value.schema.file";

    /** No schema is given, and nothing is made a text. */
    public static final SchemaSettings DEFAULTS =
            new SchemaSettings(Contradictions.REJECT, null, null, RegistrySettings.NONE);

    public SchemaSettings {
        if (text != null && file != null) {
            throw new InvalidSetting(FILE, "The schema is given twice.", "Remove " + FILE + " or " + TEXT + ".");
        }
        if (registry.hasValues() && (text != null || file != null)) {
            throw new InvalidSetting(
                    text != null ? TEXT : FILE,
                    "The registry has the schemas of these values.",
                    "Remove it, or write value.converter: JsonConverter.");
        }
        read(text, file);
    }

    boolean isGiven() {
        return text != null || file != null;
    }

    /** Empty when none is given. */
    Optional<Schema> given() {
        return read(text, file);
    }

    private static Optional<Schema> read(String text, Artifact file) {
        if (text != null) {
            return Optional.of(new Schema(1, type(TEXT, text)));
        }
        if (file == null || file.path() == null) {
            return Optional.empty(); // not given, or not uploaded yet
        }
        try {
            return Optional.of(new Schema(1, type(FILE, Files.readString(file.path()))));
        } catch (IOException unreadable) {
            throw new InvalidSetting(FILE, file.name() + " cannot be read as text.", "Name a file with a schema.");
        }
    }

    private static RecordType type(String setting, String schema) {
        try {
            JsonObject json = new JsonObject(schema);
            return "record".equals(json.getValue("type")) ? AvroSchemaReader.read(schema) : JsonSchemaReader.read(json);
        } catch (DecodeException noJson) {
            throw refusal(setting, "it is not a JSON object");
        } catch (SchemaException refused) {
            throw refusal(setting, refused.getMessage());
        } catch (ClassCastException | IllegalArgumentException malformed) {
            throw refusal(setting, "it is neither an Avro schema nor a JSON Schema");
        }
    }

    private static InvalidSetting refusal(String setting, String why) {
        return new InvalidSetting(
                setting,
                "This schema cannot be used: " + why + ".",
                "Write an Avro schema of a record, or a JSON Schema of an object.");
    }
}
