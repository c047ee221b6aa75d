package io.millrace.processing.functions.invoke;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/** Looks whether a function's code has what its handler names, without running any of it. Blocks. */
final class HandlerCheck {

    private static final Pattern NODEJS = Pattern.compile("((?:.*/)?[^./]+)\\.[^/]+");
    private static final Pattern PYTHON = Pattern.compile("(.+)\\.([^./]+)");

    private final FunctionSpec function;

    HandlerCheck(FunctionSpec function) {
        this.function = function;
    }

    /** @param program that will run it */
    Optional<Problem> problem(Program program) {
        Path packed = function.code().path();
        try {
            if (Files.isDirectory(packed)) {
                return problem(packed, program);
            }
            try (FileSystem zip = CodeFiles.open(function.code())) {
                return problem(zip.getPath("/"), program);
            }
        } catch (ZipException corrupt) {
            return Optional.of(unusable("code-corrupt", corrupt.getMessage()));
        } catch (IOException failure) {
            return Optional.of(unusable("code-unreadable", "it cannot be read: " + failure.getMessage()));
        }
    }

    private Problem unusable(String code, String why) {
        return Problem.user(
                code,
                "codeUri " + function.code().name() + ": " + why + ".",
                Where.path("codeUri"),
                "Build it again, and name the jar, the zip or the folder that Lambda gets.");
    }

    private Optional<Problem> problem(Path root, Program program) throws IOException {
        return switch (function.runtime().language()) {
            case JAVA -> new JavaHandlerCheck(function, root).problem(program.version());
            case NODEJS ->
                script(
                        root,
                        NODEJS,
                        "folder/file.function",
                        "index.handler",
                        List.of(".js", "", ".mjs", ".cjs"),
                        false);
            case PYTHON ->
                script(
                        root,
                        PYTHON,
                        "module.function",
                        "app.handler",
                        List.of(".py", "/__init__.py", ".pyc", "/__init__.pyc"),
                        true);
            case PROVIDED ->
                Files.isRegularFile(root.resolve("bootstrap"))
                        ? Optional.empty()
                        : Optional.of(
                                unusable("handler-missing", "there is no executable 'bootstrap' in its top folder"));
        };
    }

    private Optional<Problem> script(
            Path root, Pattern form, String shown, String example, List<String> endings, boolean dotted)
            throws IOException {
        Matcher handler = form.matcher(function.handler());
        if (!handler.matches()) {
            return Optional.of(wrong(
                    "handler-malformed",
                    "handler '" + function.handler() + "' is not of the form " + shown + ".",
                    "Write it like " + example + "."));
        }
        String module = dotted ? handler.group(1).replace('.', '/') : handler.group(1);
        List<String> files = endings.stream().map(ending -> module + ending).toList();
        if (files.stream().map(root::resolve).anyMatch(Files::isRegularFile)) {
            return Optional.empty();
        }
        return Optional.of(wrong(
                "handler-missing",
                "handler '" + function.handler() + "' names " + files.get(0) + ", which is not in "
                        + function.code().name() + "; its top folder has " + listing(root) + ".",
                "Correct the handler, or pack the code so that " + files.get(0) + " is at that place."));
    }

    private static Problem wrong(String code, String what, String mend) {
        return Problem.user(code, what, Where.path("handler"), mend);
    }

    private static String listing(Path root) throws IOException {
        try (Stream<Path> all = Files.list(root)) {
            List<String> names = all.map(each -> each.getFileName().toString())
                    .sorted()
                    .limit(8)
                    .toList();
            return names.isEmpty() ? "nothing" : String.join(", ", names);
        }
    }
}
