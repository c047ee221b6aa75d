package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {

    @Test
    void withoutAVerbItListsTheVerbs() {
        Run run = Run.millrace();
        assertThat(run.exitCode()).isZero();
        Main.commandLine()
                .getSubcommands()
                .keySet()
                .forEach(verb -> assertThat(run.out()).contains("\n  " + verb + " "));
    }

    @Test
    void aMisspeltVerbIsAnsweredWithTheRightOne() {
        Run run = Run.millrace("aply", "-f", "x");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("""
                error: there is no verb 'aply'.
                  Did you mean apply? See: millrace --help
                """);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rewind x            | Missing required option: '--to=WHERE'
            get -o xml          | 'xml' is not table, json or yaml.
            apply               | -f FILE
            apply --now -f x    | Unknown option: '--now'
            completion fish     | only for bash and zsh
            delete              | Name deployments
            delete x -f y       | Name deployments
            get --server ftp:// | is not the URL of a node
            """)
    void wrongUsageExitsWithTwoAndSaysWhatIsWrong(String arguments, String says) {
        Run run = Run.millrace(arguments.split(" "));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("error: ").contains(says);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "start",
                "status",
                "apply",
                "lint",
                "get",
                "describe",
                "delete",
                "pause",
                "resume",
                "restart",
                "rollback",
                "rewind",
                "redrive",
                "op",
                "topics",
                "groups",
                "produce",
                "consume",
                "invoke",
                "generate-event",
                "install",
                "completion",
                "version"
            })
    void everyVerbHasHelp(String verb) {
        Run run = Run.millrace(verb, "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Usage: millrace " + verb);
    }

    @Test
    void completionKnowsVerbsAndOptions() {
        assertThat(Run.millrace("completion", "bash").out()).contains("complete -F", "rewind", "--duplicates");
    }

    @Test
    void versionIsTheBuilds() {
        assertThat(Run.millrace("version").out()).matches("(?s)millrace \\d+\\.\\d+\\.\\d+\\S*\\njava .*");
        assertThat(Run.millrace("--version").out())
                .isEqualTo(Run.millrace("version").out());
    }
}
