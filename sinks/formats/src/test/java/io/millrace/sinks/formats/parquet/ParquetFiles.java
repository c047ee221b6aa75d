package io.millrace.sinks.formats.parquet;

import io.millrace.api.feed.DeliveryException;
import io.millrace.api.settings.ByteSize;
import io.millrace.sinks.formats.Format;
import io.millrace.sinks.formats.FormatSettings;
import io.millrace.sinks.formats.RecordEncoder;
import io.millrace.sinks.formats.SchemaSettings;
import io.millrace.sinks.formats.TextSettings;
import io.millrace.sinks.formats.registry.RegistrySettings;
import io.millrace.sinks.formats.schema.Contradictions;
import io.millrace.sinks.formats.schema.SchemaStore;
import io.millrace.testkit.sinks.TestRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes JSON values into Parquet files as a sink does: one after the other, a new one when a file ends. */
final class ParquetFiles implements AutoCloseable {

    private final Format format;
    private final Path folder;
    private final List<Path> files = new ArrayList<>();
    private ByteArrayOutputStream out = new ByteArrayOutputStream();
    private RecordEncoder encoder;
    private long offset;

    ParquetFiles(Path folder, Format format) throws IOException {
        this.folder = folder;
        this.format = format;
        this.encoder = format.begin(out);
    }

    /** With an inferred schema. */
    static ParquetFiles inferring(Path folder, ParquetSettings settings, Contradictions contradictions)
            throws IOException {
        return new ParquetFiles(
                folder,
                new FormatSettings(
                                "ParquetFormat",
                                TextSettings.DEFAULTS,
                                settings,
                                null,
                                new SchemaSettings(contradictions, null, null, RegistrySettings.NONE),
                                List.of())
                        .open(SchemaStore.inMemory()));
    }

    static ParquetFiles inferring(Path folder) throws IOException {
        return inferring(folder, settings(1 << 24, 1 << 20), Contradictions.REJECT);
    }

    static ParquetSettings settings(int rowGroupBytes, int pageBytes) {
        return new ParquetSettings(ParquetCodec.NONE, 3, new ByteSize(rowGroupBytes), new ByteSize(pageBytes));
    }

    ParquetFiles write(String json) throws IOException {
        return write(json.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws DeliveryException that rejects it */
    ParquetFiles write(byte[] value) throws IOException {
        TestRecord record = new TestRecord("t", 3, 100 + offset++, 0, null, value);
        if (!encoder.write(record)) {
            next();
            if (!encoder.write(record)) {
                throw new AssertionError("a new file takes a record");
            }
        }
        return this;
    }

    void next() throws IOException {
        encoder.finish();
        encoder.close();
        Path file = folder.resolve("part-" + files.size() + ".parquet");
        Files.write(file, out.toByteArray());
        files.add(file);
        out = new ByteArrayOutputStream();
        encoder = format.begin(out);
    }

    /** Ends the last one. */
    List<Path> finish() throws IOException {
        next();
        return files;
    }

    /** Those that have ended. */
    List<Path> files() {
        return files;
    }

    long held() {
        return encoder.held();
    }

    long spillable() {
        return encoder.spillable();
    }

    /** Its memory is wanted. */
    void spill() throws IOException {
        encoder.spill();
    }

    @Override
    public void close() {
        encoder.close();
    }
}
