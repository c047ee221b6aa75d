package io.millrace.bench.functions;

import java.nio.file.Path;

/**
 * A function to be applied.
 *
 * @param code jar, zip or folder
 * @param handler of {@link Handlers}
 * @param settings further ones, a line of YAML each
 * @param events mappings in the brackets of YAML
 */
record Definition(String name, Language language, Path code, String handler, String settings, String events) {

    String yaml() {
        return """
                kind: Function
                name: %s
                runtime: %s
                handler: %s
                codeUri: "%s"
                memorySize: 256
                timeout: 60
                %s
                events: %s
                """.formatted(name, language.runtime(), language.handler(handler), code, settings, events);
    }

    /** The same, but not fed. */
    Definition unfed() {
        return new Definition(name, language, code, handler, settings, "[]");
    }
}
