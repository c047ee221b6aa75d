package io.millrace.sinks.formats;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.DeliveryException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Values as they are, whatever they are, each with a separator behind it. */
final class RawBytes implements Format {

    private final TextSettings settings;
    private final byte[] separator;

    RawBytes(TextSettings settings) {
        this.settings = settings;
        this.separator = settings.separatorOrDefault().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String extension() {
        return settings.extensionOrDefault() + settings.compression().extension();
    }

    @Override
    public RecordEncoder begin(OutputStream out) {
        return new TextEncoder(new TextFile(out, settings)) {

            @Override
            public boolean write(ConsumedRecord record) throws IOException {
                if (record.value() == null) {
                    throw DeliveryException.rejected("the record has no value, so there are no bytes to write", null);
                }
                file.write(record.value());
                file.write(separator);
                return true;
            }
        };
    }
}
