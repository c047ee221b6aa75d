package io.millrace.processing.functions.templates;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of functions: what Lambda allows, as names of deployments. */
final class FunctionNames {

    private static final int LONGEST = 63;
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1," + LONGEST + "}");

    /** A name, {@code name:alias}, {@code account:function:name} or an ARN, with or without an alias. */
    private static final Pattern FORMS =
            Pattern.compile("(?:(?:arn:[^:]*:lambda:[^:]*:)?\\d{12}:function:)?([^:]+)(?::[^:]+)?");

    private FunctionNames() {}

    /** {@code QuakeAlerts_v2} is {@code quake-alerts-v2}; what is a name already stays. */
    static String of(String reference) {
        Matcher form = FORMS.matcher(reference);
        String name = form.matches() ? form.group(1) : reference;
        if (NAME.matcher(name).matches()) {
            return name;
        }
        String dashed = name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1-$2")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return dashed.length() > LONGEST ? dashed.substring(0, LONGEST) : dashed;
    }
}
