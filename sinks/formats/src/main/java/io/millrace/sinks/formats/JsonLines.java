package io.millrace.sinks.formats;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.DeliveryException;
import io.millrace.sinks.formats.json.JsonCheck;
import io.millrace.sinks.formats.json.OneLine;
import java.io.IOException;
import java.io.OutputStream;

/**
 * One JSON value a line. The value's bytes are passed through as they are; only line breaks between its tokens are taken out. What
 * is not one JSON value in UTF-8 is rejected, unless only lines are asked for and it can be one as it is.
 */
final class JsonLines implements Format {

    private final TextSettings settings;
    private final boolean full;
    private final JsonCheck check = new JsonCheck();

    JsonLines(TextSettings settings) {
        this.settings = settings;
        this.full = settings.hasFullCheck();
    }

    @Override
    public String extension() {
        return ".json" + settings.compression().extension();
    }

    @Override
    public RecordEncoder begin(OutputStream out) {
        return new Lines(new TextFile(out, settings));
    }

    /** @return false when {@link JsonCheck#onOneLine} must make a line of it, which takes JSON */
    private boolean isLine(byte[] value) {
        return (!full && OneLine.is(value)) || check.isLine(value);
    }

    private final class Lines extends TextEncoder {

        Lines(TextFile file) {
            super(file);
        }

        @Override
        public boolean write(ConsumedRecord record) throws IOException {
            byte[] value = record.value();
            if (value == null) {
                throw DeliveryException.rejected("the record has no value, which JSON lines cannot tell", null);
            }
            if (isLine(value)) {
                file.write(value);
            } else {
                byte[] line = new byte[value.length];
                file.write(line, 0, JsonCheck.onOneLine(value, line));
            }
            file.write('\n');
            return true;
        }
    }
}
