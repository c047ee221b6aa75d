package io.millrace.cli.definitions;

import java.util.Map;
import java.util.Stack;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Takes what stands after {@code --parameter-overrides}, in both forms that SAM's command line has: {@code NAME=VALUE} and {@code
 * ParameterKey=NAME,ParameterValue=VALUE}. Ends at the first argument of another form, which may be a file.
 */
final class ParameterOverrides implements IParameterConsumer {

    private static final Pattern LONG = Pattern.compile("ParameterKey=([^,=]+),ParameterValue=(.*)", Pattern.DOTALL);
    private static final Pattern SHORT = Pattern.compile("([\\w][\\w:./-]*)=(.*)", Pattern.DOTALL);

    @Override
    public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec verb) {
        Map<String, String> values = option.getValue();
        int before = values.size();
        while (!arguments.isEmpty()) {
            Matcher form = LONG.matcher(arguments.peek());
            if (!form.matches()) {
                form = SHORT.matcher(arguments.peek());
            }
            if (!form.matches()) {
                break;
            }
            values.put(form.group(1), form.group(2));
            arguments.pop();
        }
        if (values.size() == before) {
            throw new ParameterException(verb.commandLine(), "--parameter-overrides takes NAME=VALUE");
        }
    }
}
