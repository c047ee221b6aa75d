package io.millrace.processing.functions.invoke;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** What a runtime tells when a handler cannot be initialised. */
final class InitError {

    private InitError() {}

    /** On one line, without the stack trace, which is in the log. */
    static String text(String errorType, Buffer error) {
        try {
            JsonObject told = error.toJsonObject();
            return told.getString("errorType", errorType) + ": " + told.getString("errorMessage", "");
        } catch (DecodeException | ClassCastException notAsAgreed) {
            return errorType;
        }
    }
}
