package io.millrace.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How help looks, for all verbs alike, and the groups that the list of verbs is told in. */
final class Help {

    private static final int WIDTH = 100;
    private static final int VERB_WIDTH = 18;

    private static final List<Group> GROUPS = List.of(
            new Group("Nodes", "demo", "start", "status"),
            new Group("Definitions", "apply", "lint"),
            new Group("Deployments", "get", "describe", "logs", "delete", "pause", "resume", "restart", "op"),
            new Group("Going back", "rollback", "rewind", "redrive"),
            new Group("Topics and records", "topics", "groups", "produce", "consume"),
            new Group("Functions", "invoke", "generate-event"),
            new Group("Flink", "install"),
            new Group("This command line", "completion", "version", "help"));

    private record Group(String title, List<String> verbs) {
        Group(String title, String... verbs) {
            this(title, List.of(verbs));
        }
    }

    private Help() {}

    static void style(CommandLine millrace) {
        style(millrace.getCommandSpec());
        millrace.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, verbs());
        millrace.getSubcommands().values().forEach(verb -> style(verb.getCommandSpec()));
    }

    private static void style(CommandSpec verb) {
        if (verb.findOption("--help") == null) {
            verb.addOption(OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Show this help.")
                    .build());
        }
        verb.usageMessage()
                .synopsisHeading("%nUsage: ")
                .abbreviateSynopsis(true)
                .descriptionHeading(verb.usageMessage().description().length == 0 ? "" : "%n")
                .parameterListHeading("%nArguments:%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("")
                .footerHeading("%n")
                .sortOptions(false)
                .width(WIDTH)
                .autoWidth(true);
    }

    private static IHelpSectionRenderer verbs() {
        return help -> {
            StringBuilder text = new StringBuilder();
            GROUPS.forEach(group -> {
                text.append(String.format("%n%s:%n", group.title()));
                TextTable table = TextTable.forColumns(
                        help.colorScheme(),
                        new Column(VERB_WIDTH, 2, Overflow.SPAN),
                        new Column(WIDTH - VERB_WIDTH, 0, Overflow.WRAP));
                group.verbs().forEach(verb -> table.addRowValues(verb, header(help, verb)));
                text.append(table);
            });
            return text.toString();
        };
    }

    private static String header(CommandLine.Help help, String verb) {
        return help.subcommands().get(verb).commandSpec().usageMessage().header()[0];
    }
}
