package io.millrace.sinks.formats;

import io.millrace.api.feed.ConsumedRecord;
import java.io.IOException;
import java.util.Optional;

/** Finds one field of a record's value. */
public interface RecordField {

    /** Names from the outside in, separated by dots. */
    String path();

    /**
     * The field of a record: empty when it is not there, null, an object or an array.
     *
     * @throws io.millrace.api.feed.DeliveryException that rejects the record when its value cannot be read
     * @throws IOException when what is known of values cannot be kept; the record may be read again later
     */
    Optional<Scalar> find(ConsumedRecord record) throws IOException;

    /**
     * A text, a number or a truth value.
     *
     * @param text as it stands in the JSON; of a string, what it says
     * @param whole true for a number without fraction and exponent
     */
    record Scalar(String text, boolean whole) {}
}
