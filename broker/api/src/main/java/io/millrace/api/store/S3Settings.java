package io.millrace.api.store;

import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Secret;
import io.millrace.api.settings.Setting;

/**
 * The {@code s3} part of the node's own file: where S3 objects go that name no place of their own.
 *
 * @param mode null when the other settings tell
 * @param port of the embedded store; 0 for any free one, which is kept
 * @param endpoint URL of an existing store; null for that of AWS
 * @param region of the existing store
 * @param credentials {@code default} for AWS's chain of providers, or the class name of a provider
 * @param accessKeyId in place of {@code credentials}; may be null
 * @param secretAccessKey null exactly when {@code accessKeyId} is
 */
public record S3Settings(
        @Setting("embedded: a store that the node runs; external: one that exists, at endpoint or at AWS.")
        Mode mode,

        @Setting(
                value = "Port of the embedded store; 0 takes a free one and keeps it.",
                defaultValue = "0",
                min = 0,
                max = 65_535)
        int port,

        @Setting(value = "URL of a store that exists.", example = "https://minio.example.org:9000")
        String endpoint,

        @Setting(value = "Region of a store that exists.", defaultValue = "us-west-2")
        String region,

        @Setting(
                value = "default for AWS's chain of credentials, or the class name of a provider.",
                defaultValue = "default")
        String credentials,

        @Setting("Access key of a store that exists, in place of credentials.")
        String accessKeyId,

        @Setting("The access key's secret.") Secret secretAccessKey) {

    /** Where objects are. */
    public enum Mode {
        EMBEDDED,
        EXTERNAL
    }

    public S3Settings {
        if (mode == Mode.EMBEDDED && endpoint != null) {
            throw new InvalidSetting(
                    "endpoint",
                    "s3.endpoint is set but s3.mode is embedded.",
                    "Write s3.mode: external, or remove s3.endpoint.");
        }
        if ((accessKeyId == null) != (secretAccessKey == null)) {
            throw new InvalidSetting(
                    accessKeyId == null ? "accessKeyId" : "secretAccessKey",
                    "s3.accessKeyId and s3.secretAccessKey go together.",
                    "Add the other one, or remove both.");
        }
    }

    public boolean isEmbedded() {
        return mode == null ? endpoint == null : mode == Mode.EMBEDDED;
    }
}
