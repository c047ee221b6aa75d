package io.millrace.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code millrace version} and {@code millrace --version}. */
@Command(name = "version", header = "Print the version of this command line, and of the Java it runs on.")
final class Version implements Runnable, IVersionProvider {

    @Spec
    private CommandSpec verb;

    @Override
    public void run() {
        for (String line : getVersion()) {
            verb.commandLine().getOut().println(line);
        }
        verb.commandLine().getOut().flush();
    }

    @Override
    public String[] getVersion() {
        Properties build = new Properties();
        try (InputStream file = Version.class.getResourceAsStream("build.properties")) {
            build.load(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new String[] {
            "millrace " + build.getProperty("version"),
            "java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")"
        };
    }
}
