package io.millrace.sinks.file;

import io.millrace.api.settings.Inapplicable;
import io.millrace.api.settings.Included;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Setting;
import io.millrace.sinks.writer.SinkSettings;
import java.net.URI;
import java.nio.file.Path;

/** The settings of a file sink, by the names of Confluent's S3 sink and with its defaults. */
@Inapplicable(name = "s3.*", why = "files are written to a folder, not to S3")
@Inapplicable(name = "aws.*", why = "files are written to a folder, not to S3")
@Inapplicable(name = "retry.backoff.ms", why = "the node retries, with growing waits")
public record FileSinkSettings(
        @Setting(
                name = STORE_URL,
                value = "The folder to write to; a relative one is under files/ of the node's data directory.",
                defaultValue = "file:.",
                example = "file:///data/out")
        String storeUrl,

        @Included SinkSettings sink) {

    static final String STORE_URL = "store.url";

    public FileSinkSettings {
        path(storeUrl);
    }

    boolean isAbsolute() {
        return path(storeUrl).isAbsolute();
    }

    /** The folder to write to. */
    Path folder(Path dataDir) {
        return dataDir.toAbsolutePath().resolve("files").resolve(path(storeUrl)).normalize();
    }

    private static Path path(String storeUrl) {
        try {
            URI uri = URI.create(storeUrl);
            if ("file".equals(uri.getScheme()) && uri.getQuery() == null && uri.getFragment() == null) {
                return uri.isOpaque() ? Path.of(uri.getSchemeSpecificPart()) : Path.of(uri);
            }
        } catch (IllegalArgumentException notAPath) {
            // said below
        }
        throw new InvalidSetting(
                STORE_URL,
                "'" + storeUrl + "' is not the URL of a folder.",
                "Write one such as file:///data/out, or file:out for a folder of the node's own.");
    }
}
