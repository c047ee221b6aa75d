package io.millrace.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How a verb shows what the node answered: for people, or as the node's own JSON. */
public final class Output {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
            .build();

    private static final ObjectWriter JSON = JsonMapper.builder()
            .build()
            .writer(new DefaultPrettyPrinter()
                    .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE)
                    .withSeparators(
                            Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER)));

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json or yaml (default: table).")
    private Format format;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec verb;

    /** Prints the answer as it is, or what {@code people} prints of it. */
    public void show(JsonNode answer, Consumer<PrintWriter> people) {
        PrintWriter out = verb.commandLine().getOut();
        switch (format) {
            case TABLE -> people.accept(out);
            case JSON -> out.println(written(JSON, answer));
            case YAML -> out.print(yaml(answer));
        }
        out.flush();
    }

    /** As a user would write it; ends with a line end. */
    public static String yaml(JsonNode answer) {
        return written(YAML.writer(), answer);
    }

    /** {@code 1 record}, {@code 2 records}. */
    public static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String written(ObjectWriter form, JsonNode answer) {
        try {
            return form.writeValueAsString(answer);
        } catch (JsonProcessingException failed) {
            throw new IllegalStateException("a tree that was read can be written", failed);
        }
    }

    /** Forms of an answer. */
    public enum Format {
        TABLE,
        JSON,
        YAML;

        static Format parse(String text) {
            for (Format format : values()) {
                if (format.toString().equals(text)) {
                    return format;
                }
            }
            throw new TypeConversionException("'" + text + "' is not table, json or yaml");
        }

        /** As users write it; also what a shell completes. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
