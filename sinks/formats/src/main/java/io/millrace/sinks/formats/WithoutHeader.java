package io.millrace.sinks.formats;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.sinks.formats.registry.Header;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;

/** Takes a registry's header off the value before a format gets it; what is behind is written as it is, whatever its schema. */
final class WithoutHeader implements Format {

    private final Format format;

    WithoutHeader(Format format) {
        this.format = format;
    }

    @Override
    public String extension() {
        return format.extension();
    }

    @Override
    public RecordEncoder begin(OutputStream out) throws IOException {
        return new ChangedRecords(format.begin(out), WithoutHeader::behind);
    }

    @Override
    public RecordField field(String path) {
        RecordField field = format.field(path);
        return new RecordField() {

            @Override
            public String path() {
                return field.path();
            }

            @Override
            public Optional<Scalar> find(ConsumedRecord record) throws IOException {
                return field.find(behind(record));
            }
        };
    }

    private static ConsumedRecord behind(ConsumedRecord record) {
        byte[] value = record.value();
        if (value == null) {
            return record;
        }
        Header.check(value);
        return new WithValue(record, Arrays.copyOfRange(value, Header.BYTES, value.length));
    }
}
