package com.amazonaws.services.kinesisanalytics.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives an application its property groups under the name that it knows from Managed Service for Apache Flink. It lies at the root of
 * the application's jar beside the groups, so that it serves an application that brings no such class and is found before one that
 * an application brings.
 *
 * <p>Source: public methods of {@code com.amazonaws:aws-kinesisanalytics-runtime:1.2.0}. Any thread.
 */
public class KinesisAnalyticsRuntime {

    /** Where Managed Service for Apache Flink keeps them; here it stands for the groups of the application's definition. */
    private static final String USUAL_FILE = "/etc/flink/application_properties.json";

    /** Beside this class. */
    private static final String GROUPS = "application_properties.json";

    private static final Logger LOG = LoggerFactory.getLogger(KinesisAnalyticsRuntime.class);

    /**
     * The groups of the application's definition by their names. Asking it for a group that is not there leaves a warning in the log.
     *
     * @throws IOException when they cannot be read
     */
    public static Map<String, Properties> getApplicationProperties() throws IOException {
        try (InputStream groups = KinesisAnalyticsRuntime.class.getResourceAsStream(GROUPS)) {
            if (groups == null) {
                throw new IOException(
                        "the jar of this application has no property groups: it was not made by Millrace");
            }
            return PropertyGroups.read(groups);
        }
    }

    /**
     * The groups in a file of the same form; those of the definition for the file that Managed Service for Apache Flink has.
     *
     * @throws IOException when it cannot be read
     */
    public static Map<String, Properties> getApplicationProperties(String filename) throws IOException {
        if (filename.equals(USUAL_FILE)) {
            return getApplicationProperties();
        }
        Path file = Path.of(filename);
        if (Files.notExists(file)) {
            LOG.atWarn().addKeyValue("file", filename).log("no such file of property groups: there are none");
            return new PropertyGroups();
        }
        try (InputStream groups = Files.newInputStream(file)) {
            return PropertyGroups.read(groups);
        }
    }
}
