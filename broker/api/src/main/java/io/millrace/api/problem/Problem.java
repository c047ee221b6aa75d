package io.millrace.api.problem;

import io.vertx.core.json.JsonObject;
import java.util.Objects;

/**
 * One thing that is wrong, told so that the reader can mend it.
 *
 * @param code stable, lower case with dashes, such as {@code unknown-setting}; the end of the problem's type URI
 * @param fault whose it is
 * @param what one sentence: what is wrong, with the offending value
 * @param where the place; {@code Where.path("")} when there is none
 * @param mend one sentence that starts with a verb: what the reader should do; may be empty when nothing helps
 */
public record Problem(String code, Fault fault, String what, Where where, String mend) {

    public Problem {
        Objects.requireNonNull(code);
        Objects.requireNonNull(fault);
        Objects.requireNonNull(what);
        where = where == null ? Where.path("") : where;
        mend = mend == null ? "" : mend;
    }

    public static Problem user(String code, String what, Where where, String mend) {
        return new Problem(code, Fault.USER, what, where, mend);
    }

    public static Problem resource(String code, String what, Where where, String mend) {
        return new Problem(code, Fault.RESOURCE, what, where, mend);
    }

    public static Problem internal(String code, String what, Where where) {
        return new Problem(code, Fault.INTERNAL, what, where, "Report this with the node's log.");
    }

    /** The same problem at another place. */
    public Problem at(Where place) {
        return new Problem(code, fault, what, place, mend);
    }

    /** The form used in HTTP bodies and in the status topic. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("code", code)
                .put("fault", fault.name().toLowerCase(java.util.Locale.ROOT))
                .put("what", what)
                .put(
                        "where",
                        new JsonObject()
                                .put("file", where.file())
                                .put("line", where.line())
                                .put("column", where.column())
                                .put("path", where.path()))
                .put("mend", mend);
    }

    /** Reads what {@link #toJson()} wrote. */
    public static Problem fromJson(JsonObject json) {
        JsonObject place = json.getJsonObject("where", new JsonObject());
        return new Problem(
                json.getString("code"),
                Fault.valueOf(json.getString("fault").toUpperCase(java.util.Locale.ROOT)),
                json.getString("what"),
                new Where(
                        place.getString("file", ""),
                        place.getInteger("line", 0),
                        place.getInteger("column", 0),
                        place.getString("path", "")),
                json.getString("mend", ""));
    }

    /** One line for a terminal or a log: {@code where: what mend}. */
    @Override
    public String toString() {
        String place = where.toString();
        return (place.isEmpty() ? "" : place + ": ") + what + (mend.isEmpty() ? "" : " " + mend);
    }
}
