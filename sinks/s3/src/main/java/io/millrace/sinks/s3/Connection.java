package io.millrace.sinks.s3;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Secret;
import io.millrace.api.store.S3Settings;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.StorageClass;

/**
 * How a bucket is reached: S3A's settings, so that equal connections can share a client. Does not print them: there are secrets
 * among them.
 *
 * @param embedded true for the store that the node runs
 * @param settings of S3A
 */
record Connection(String bucket, boolean embedded, Map<String, String> settings) {

    /** Names of the first SDK, which people still have in their files. */
    private static final Map<String, String> RENAMED_PROVIDERS = Map.of(
            "default", "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider",
            "com.amazonaws.auth.DefaultAWSCredentialsProviderChain",
                    "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider",
            "com.amazonaws.auth.EnvironmentVariableCredentialsProvider",
                    "software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider",
            "com.amazonaws.auth.InstanceProfileCredentialsProvider",
                    "software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider",
            "com.amazonaws.auth.profile.ProfileCredentialsProvider",
                    "software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider",
            "com.amazonaws.auth.AnonymousAWSCredentials", "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider");

    private static final String KEY_PROVIDER = "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider";

    Connection {
        settings = Map.copyOf(settings);
    }

    /** To a bucket of the store that the node runs. */
    static Connection embedded(String bucket, String endpoint, String accessKeyId, Secret secretAccessKey) {
        Building building = new Building(endpoint, "us-west-2", true);
        building.key(accessKeyId, secretAccessKey);
        return new Connection(bucket, true, building.settings);
    }

    /** To a bucket of the store that the node's file names. */
    static Connection external(String bucket, S3Settings node) {
        Building building = new Building(node.endpoint(), node.region(), node.endpoint() != null);
        building.credentials(node.accessKeyId(), node.secretAccessKey(), node.credentials());
        return new Connection(bucket, false, building.settings);
    }

    /** To the store that a sink names, or that the node's file names for it. */
    static Connection external(S3StoreSettings sink, S3Settings node) {
        boolean own = sink.storeUrl() != null;
        Building building = new Building(
                own ? sink.storeUrl() : node.endpoint(),
                sink.region() == null ? node.region() : sink.region(),
                sink.pathStyle());
        if (own || sink.accessKeyId() != null || sink.credentialsProvider() != null) {
            building.credentials(sink.accessKeyId(), sink.secretAccessKey(), sink.credentialsProvider());
        } else {
            building.credentials(node.accessKeyId(), node.secretAccessKey(), node.credentials());
        }
        building.objects(sink);
        building.proxy(sink);
        building.retries(sink);
        return new Connection(sink.bucket(), false, building.settings);
    }

    /** This connection, with what a sink says of retries. */
    Connection with(S3StoreSettings sink) {
        Building building = new Building(settings);
        building.retries(sink);
        return new Connection(bucket, embedded, building.settings);
    }

    Configuration toHadoop() {
        Configuration configuration = new Configuration(false);
        configuration.setClassLoader(Connection.class.getClassLoader());
        settings.forEach(configuration::set);
        return configuration;
    }

    /** The store as people know it; empty for AWS. */
    String endpoint() {
        return settings.getOrDefault("fs.s3a.endpoint", "");
    }

    /**
     * Asks the bucket whether it is there and may be used. Blocks. What may pass by itself is no problem here.
     *
     * @return with places relative to the sink's config
     */
    List<Problem> check() {
        try (Bucket probe = Bucket.open(this)) {
            probe.check();
            return List.of();
        } catch (IOException failure) {
            if (!S3Problems.isPermanent(failure)) {
                return List.of();
            }
            Problem problem = S3Problems.explain(failure, this);
            return List.of(problem.at(Where.path(problem.where().path().replaceFirst("^config\\.", ""))));
        }
    }

    /** @throws InvalidSetting at the first that is not known */
    static void checkWords(String cannedAcl, String storageClass, String provider) {
        if (cannedAcl != null && ObjectCannedACL.fromValue(cannedAcl) == ObjectCannedACL.UNKNOWN_TO_SDK_VERSION) {
            throw new InvalidSetting(
                    "s3.acl.canned",
                    "There is no canned access control list " + cannedAcl + ".",
                    "Use one of " + ObjectCannedACL.knownValues() + ".");
        }
        boolean known = storageClass == null
                || StorageClass.fromValue(storageClass.toUpperCase(Locale.ROOT)) != StorageClass.UNKNOWN_TO_SDK_VERSION;
        if (!known) {
            throw new InvalidSetting(
                    "s3.storage.class",
                    "There is no storage class " + storageClass + ".",
                    "Use one of " + StorageClass.knownValues() + ".");
        }
        if (provider != null) {
            try {
                Class.forName(provider(provider), false, Connection.class.getClassLoader());
            } catch (ClassNotFoundException missing) {
                throw new InvalidSetting(
                        S3StoreSettings.PROVIDER,
                        "There is no provider of credentials " + provider + ".",
                        "Remove it for AWS's chain, or name one of software.amazon.awssdk.auth.credentials.");
            }
        }
    }

    private static String provider(String name) {
        return RENAMED_PROVIDERS.getOrDefault(name, name);
    }

    @Override
    public String toString() {
        return "s3://" + bucket;
    }

    /** S3A's settings as they come together. */
    private static final class Building {

        private final Map<String, String> settings;

        Building(Map<String, String> settings) {
            this.settings = new TreeMap<>(settings);
        }

        /** @param endpoint null for AWS */
        Building(String endpoint, String region, boolean pathStyle) {
            this(Map.of(
                    "fs.s3a.endpoint.region", region,
                    "fs.s3a.path.style.access", Boolean.toString(pathStyle),
                    // One writer, whose names are known: no questions before and after each request.
                    "fs.s3a.performance.flags", "*",
                    "fs.s3a.change.detection.mode", "none",
                    "fs.s3a.bucket.probe", "0",
                    "fs.s3a.threads.max", "16",
                    "fs.s3a.connection.establish.timeout", "5s",
                    "fs.s3a.connection.timeout", "20s",
                    "fs.s3a.connection.request.timeout", "60s",
                    "fs.s3a.connection.part.upload.timeout", "300s"));
            // It writes a line to the log for each small object, whose requests are not S3A's own.
            settings.put("fs.s3a.audit.enabled", "false");
            // Retries are the node's: what fails here holds up the other partitions of the task.
            settings.put("fs.s3a.retry.limit", "1");
            settings.put("fs.s3a.retry.throttle.limit", "1");
            settings.put("fs.s3a.attempts.maximum", "3");
            if (endpoint != null) {
                settings.put("fs.s3a.endpoint", endpoint);
                settings.put(
                        "fs.s3a.connection.ssl.enabled",
                        Boolean.toString(
                                "https".equalsIgnoreCase(URI.create(endpoint).getScheme())));
            }
        }

        void credentials(String accessKeyId, Secret secretAccessKey, String provider) {
            if (accessKeyId != null) {
                key(accessKeyId, secretAccessKey);
            } else {
                settings.put("fs.s3a.aws.credentials.provider", provider(provider == null ? "default" : provider));
            }
        }

        void key(String accessKeyId, Secret secretAccessKey) {
            settings.put("fs.s3a.aws.credentials.provider", KEY_PROVIDER);
            settings.put("fs.s3a.access.key", accessKeyId);
            settings.put("fs.s3a.secret.key", secretAccessKey.reveal());
        }

        void objects(S3StoreSettings sink) {
            if (sink.customerKey() != null) {
                settings.put("fs.s3a.encryption.algorithm", "SSE-C");
                settings.put("fs.s3a.encryption.key", sink.customerKey().reveal());
            } else if (sink.encryption() != null) {
                settings.put(
                        "fs.s3a.encryption.algorithm",
                        switch (sink.encryption()) {
                            case "AES256" -> "AES256";
                            case "aws:kms" -> "SSE-KMS";
                            default -> "DSSE-KMS";
                        });
                put("fs.s3a.encryption.key", sink.kmsKeyId());
            }
            if (sink.cannedAcl() != null) {
                settings.put("fs.s3a.acl.default", enumName(sink.cannedAcl()));
            }
            if (sink.storageClass() != null) {
                settings.put("fs.s3a.create.storage.class", sink.storageClass().toLowerCase(Locale.ROOT));
            }
        }

        /** {@code bucket-owner-read} as S3A has it: {@code BucketOwnerRead}. */
        private static String enumName(String acl) {
            StringBuilder name = new StringBuilder();
            Arrays.stream(acl.split("-"))
                    .forEach(word -> name.append(word.substring(0, 1).toUpperCase(Locale.ROOT))
                            .append(word.substring(1)));
            return name.toString();
        }

        void proxy(S3StoreSettings sink) {
            if (sink.proxyUrl() == null) {
                return;
            }
            URI proxy = URI.create(sink.proxyUrl());
            settings.put("fs.s3a.proxy.host", proxy.getHost());
            if (proxy.getPort() > 0) {
                settings.put("fs.s3a.proxy.port", Integer.toString(proxy.getPort()));
            }
            settings.put("fs.s3a.proxy.ssl.enabled", Boolean.toString("https".equalsIgnoreCase(proxy.getScheme())));
            put("fs.s3a.proxy.username", sink.proxyUser());
            put(
                    "fs.s3a.proxy.password",
                    sink.proxyPassword() == null ? null : sink.proxyPassword().reveal());
        }

        void retries(S3StoreSettings sink) {
            settings.put("fs.s3a.attempts.maximum", Integer.toString(1 + sink.partRetries()));
            settings.put("fs.s3a.retry.interval", sink.retryBackoff().toMillis() + "ms");
            settings.put("fs.s3a.retry.throttle.interval", sink.retryBackoff().toMillis() + "ms");
        }

        private void put(String key, String value) {
            if (value != null) {
                settings.put(key, value);
            }
        }
    }
}
