package io.millrace.api;

import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Secret;
import io.millrace.api.settings.Setting;
import java.util.Map;

/**
 * The {@code flink} part of the node's own file: where Flink applications run.
 *
 * @param mode null when the other settings tell
 * @param address of the REST API of a cluster that exists
 * @param headers sent with each request to it
 * @param certificates file in PEM form; null for Java's own
 * @param storage folder that the node and the cluster see under one URI; null for the node's data directory
 */
public record FlinkSettings(
        @Setting("embedded: processes of the node; external: a cluster that exists, at address.")
        Mode mode,

        @Setting(value = "URL of the REST API of a cluster that exists.", example = "http://flink:8081")
        String address,

        @Setting("Headers sent with each request to the cluster, for authentication.")
        Map<String, Secret> headers,

        @Setting("File in PEM form of who may have signed the cluster's certificate.")
        String certificates,

        @Setting(
                value = "Folder of checkpoints and savepoints that the node and the cluster see under one URI;"
                        + " the node's data directory when there is none.",
                example = "s3://flink/checkpoints")
        String storage) {

    /** Where applications run. */
    public enum Mode {
        EMBEDDED,
        EXTERNAL
    }

    public FlinkSettings {
        headers = Map.copyOf(headers);
        if (mode == Mode.EMBEDDED && address != null) {
            throw new InvalidSetting(
                    "address",
                    "flink.address is set but flink.mode is embedded.",
                    "Write flink.mode: external, or remove flink.address.");
        }
        if (mode == Mode.EXTERNAL && address == null) {
            throw new InvalidSetting(
                    "address",
                    "flink.mode is external and flink.address is missing.",
                    "Add flink.address: http://host:port.");
        }
        if (address != null && !address.matches("https?://[^/\\s]+(/\\S*)?")) {
            throw new InvalidSetting(
                    "address",
                    "flink.address '" + address + "' is not the URL of a REST API.",
                    "Write http://host:port or https://host:port.");
        }
    }

    public boolean isEmbedded() {
        return address == null;
    }
}
