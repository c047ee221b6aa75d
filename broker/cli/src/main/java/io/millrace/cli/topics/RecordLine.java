package io.millrace.cli.topics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** A line of a stream of records. */
final class RecordLine {

    private static final JsonFactory JSON = new JsonFactory();

    private RecordLine() {}

    /** The value, its JSON as it stands in the line, a string as its text. */
    static String value(String line) throws IOException {
        try (JsonParser record = JSON.createParser(line)) {
            record.nextToken();
            while (record.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = record.currentName().equals("value");
                JsonToken token = record.nextToken();
                if (wanted && token == JsonToken.VALUE_STRING) {
                    return record.getText();
                }
                int start = (int) record.currentTokenLocation().getCharOffset();
                record.skipChildren();
                record.finishToken();
                if (wanted) {
                    return line.substring(start, (int) record.currentLocation().getCharOffset());
                }
            }
            return "null";
        }
    }
}
