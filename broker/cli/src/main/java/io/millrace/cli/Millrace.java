package io.millrace.cli;

import io.millrace.cli.definitions.Apply;
import io.millrace.cli.definitions.Lint;
import io.millrace.cli.demo.Demo;
import io.millrace.cli.deployments.Delete;
import io.millrace.cli.deployments.Describe;
import io.millrace.cli.deployments.Get;
import io.millrace.cli.deployments.Logs;
import io.millrace.cli.deployments.Op;
import io.millrace.cli.deployments.Pause;
import io.millrace.cli.deployments.Redrive;
import io.millrace.cli.deployments.Restart;
import io.millrace.cli.deployments.Resume;
import io.millrace.cli.deployments.Rewind;
import io.millrace.cli.deployments.Rollback;
import io.millrace.cli.flink.Install;
import io.millrace.cli.functions.GenerateEvent;
import io.millrace.cli.functions.Invoke;
import io.millrace.cli.node.Start;
import io.millrace.cli.node.Status;
import io.millrace.cli.topics.Consume;
import io.millrace.cli.topics.Groups;
import io.millrace.cli.topics.Produce;
import io.millrace.cli.topics.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code millrace} itself: the list of its verbs. */
@Command(
        name = "millrace",
        header = "Millrace: a Kafka broker and what consumes it, in one process.",
        customSynopsis = "millrace VERB [ARGUMENT | OPTION]...",
        description = {
            "Begin with:",
            "  millrace demo                   see real earthquakes go through a node, and checked",
            "  millrace start                  start a node; then, in another terminal:",
            "  millrace apply -f pipeline.yaml",
            "  millrace get all"
        },
        footer = {
            "'millrace VERB --help' says more about a verb. In a clone, './millrace test' runs the tests.",
            "Exit codes: 0 done, 1 failed, 2 wrong usage or an invalid definition."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            Start.class,
            Demo.class,
            Status.class,
            Apply.class,
            Lint.class,
            Get.class,
            Describe.class,
            Logs.class,
            Delete.class,
            Pause.class,
            Resume.class,
            Restart.class,
            Rollback.class,
            Rewind.class,
            Redrive.class,
            Op.class,
            Topics.class,
            Groups.class,
            Produce.class,
            Consume.class,
            Invoke.class,
            GenerateEvent.class,
            Install.class,
            Completion.class,
            Version.class,
            HelpCommand.class
        })
final class Millrace implements Runnable {

    @Spec
    private CommandSpec root;

    @Override
    public void run() {
        root.commandLine().usage(root.commandLine().getOut());
    }
}
