package io.millrace.sinks.s3;

import io.millrace.api.settings.ByteSize;
import io.millrace.api.settings.Inapplicable;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Secret;
import io.millrace.api.settings.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Where objects go and how: the settings of Confluent's S3 sink, by their names and with their defaults. */
@Inapplicable(name = "s3.wan.mode", why = "an accelerated endpoint is named by store.url")
@Inapplicable(name = "s3.http.send.expect.continue", why = "the client decides")
@Inapplicable(name = "s3.elastic.buffer.*", why = "parts wait on disk, not in memory")
@Inapplicable(name = "s3.credentials.provider.*", why = "a provider takes its settings from the environment")
@Inapplicable(
        name = "s3.schema.partition.affix.type",
        why = "records of several schemas do not need folders of their own")
@Inapplicable(name = "retry.backoff.ms", why = "the node retries, with growing waits")
public record S3StoreSettings(
        @Setting(
                name = BUCKET,
                value = "The bucket; made when it is not there, in the embedded store only.",
                required = true,
                example = "quakes")
        String bucket,

        @Setting(
                name = STORE_URL,
                value = "URL of the store; where the node's s3 settings say when not set.",
                example = "https://minio.example.org:9000")
        String storeUrl,

        @Setting(name = "s3.region", value = "The bucket's region; the node's when not set.", example = "eu-west-1")
        String region,

        @Setting(
                name = "s3.part.size",
                value = "Bytes after which a part of an object is uploaded; at most 16 MiB in the embedded store.",
                defaultValue = "26214400",
                min = 5_242_880)
        ByteSize partSize,

        @Setting(
                name = "s3.part.retries",
                value = "Tries of a request after the first, before the node takes over and retries for ever.",
                defaultValue = "3",
                min = 0,
                max = 100)
        int partRetries,

        @Setting(
                name = "s3.retry.backoff.ms",
                value = "Wait before the first of those tries; it grows from there.",
                defaultValue = "200",
                min = 1)
        Duration retryBackoff,

        @Setting(name = "aws.access.key.id", value = "Access key, in place of a provider of credentials.")
        String accessKeyId,

        @Setting(name = "aws.secret.access.key", value = "The access key's secret.")
        Secret secretAccessKey,

        @Setting(
                name = PROVIDER,
                value =
                        "Class name of a provider of credentials; AWS's chain when not set: environment, profile, container,"
                                + " instance.")
        String credentialsProvider,

        @Setting(name = "s3.ssea.name", value = "Encryption on the server: AES256, aws:kms or aws:kms:dsse.")
        String encryption,

        @Setting(name = "s3.sse.kms.key.id", value = "Key of aws:kms; the account's own when not set.")
        String kmsKeyId,

        @Setting(
                name = "s3.sse.customer.key",
                value = "Key to encrypt with on the server that the server does not keep, in Base64.")
        Secret customerKey,

        @Setting(
                name = "s3.acl.canned",
                value = "Access control list of each object.",
                example = "bucket-owner-full-control")
        String cannedAcl,

        @Setting(name = "s3.storage.class", value = "Storage class of each object.", example = "STANDARD_IA")
        String storageClass,

        @Setting(
                name = "s3.object.tagging",
                value = "Whether objects get the tags startOffset, endOffset and recordCount.",
                defaultValue = "false")
        boolean objectTagging,

        @Setting(
                name = "s3.object.tagging.extra.kv",
                value = "More tags, when objects get tags.",
                example = "team:quakes,stage:test")
        List<String> extraTags,

        @Setting(
                name = "s3.object.behavior.on.tagging.error",
                value = "fail: an object counts as written when it has its tags; ignore: without them, too.",
                defaultValue = "ignore")
        TaggingError onTaggingError,

        @Setting(
                name = "s3.path.style.access.enabled",
                value = "Whether the bucket stands in the path of a URL, not in the host's name.",
                defaultValue = "true")
        boolean pathStyle,

        @Setting(name = "s3.proxy.url", value = "HTTP proxy on the way to the store.", example = "http://proxy:3128")
        String proxyUrl,

        @Setting(name = "s3.proxy.user", value = "User of the proxy.")
        String proxyUser,

        @Setting(name = "s3.proxy.password", value = "The proxy user's password.")
        Secret proxyPassword) {

    static final String BUCKET = "s3.bucket.name";
    static final String STORE_URL = "store.url";
    static final String PROVIDER = "s3.credentials.provider.class";

    /** The embedded store takes a part whole into its memory. */
    private static final long LARGEST_EMBEDDED_PART = 16 << 20;

    /** What happens when an object cannot be tagged. */
    public enum TaggingError {
        FAIL,
        IGNORE
    }

    public S3StoreSettings {
        storeUrl = written(storeUrl);
        region = written(region);
        accessKeyId = written(accessKeyId);
        secretAccessKey = written(secretAccessKey);
        credentialsProvider = written(credentialsProvider);
        encryption = written(encryption);
        kmsKeyId = written(kmsKeyId);
        customerKey = written(customerKey);
        cannedAcl = written(cannedAcl);
        storageClass = written(storageClass);
        proxyUrl = written(proxyUrl);
        proxyUser = written(proxyUser);
        proxyPassword = written(proxyPassword);
        extraTags = List.copyOf(extraTags);
        // Source: the naming rules of general purpose buckets in the S3 User Guide.
        if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
            throw new InvalidSetting(
                    BUCKET,
                    "'" + bucket + "' is not the name of a bucket.",
                    "Use 3 to 63 of a-z, 0-9, the dot and the dash.");
        }
        checkUrl(STORE_URL, storeUrl);
        checkUrl("s3.proxy.url", proxyUrl);
        if ((accessKeyId == null) != (secretAccessKey == null)) {
            throw new InvalidSetting(
                    accessKeyId == null ? "aws.access.key.id" : "aws.secret.access.key",
                    "aws.access.key.id and aws.secret.access.key go together.",
                    "Add the other one, or remove both.");
        }
        if (encryption != null && !List.of("AES256", "aws:kms", "aws:kms:dsse").contains(encryption)) {
            throw new InvalidSetting(
                    "s3.ssea.name",
                    "There is no encryption " + encryption + ".",
                    "Write AES256, aws:kms or aws:kms:dsse.");
        }
        for (String tag : extraTags) {
            if (tag.indexOf(':') < 1) {
                throw new InvalidSetting(
                        "s3.object.tagging.extra.kv", "'" + tag + "' is not a tag.", "Write tags as key:value.");
            }
        }
        Connection.checkWords(cannedAcl, storageClass, credentialsProvider);
    }

    /** Bytes of a part. */
    long partSize(boolean embedded) {
        return embedded ? Math.min(partSize.bytes(), LARGEST_EMBEDDED_PART) : partSize.bytes();
    }

    /** Names of the settings made that mean nothing to the embedded store. */
    List<String> ofOtherStores() {
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("s3.region", region);
        made.put("aws.access.key.id", accessKeyId);
        made.put("aws.secret.access.key", secretAccessKey);
        made.put(PROVIDER, credentialsProvider);
        made.put("s3.ssea.name", encryption);
        made.put("s3.sse.kms.key.id", kmsKeyId);
        made.put("s3.sse.customer.key", customerKey);
        made.put("s3.acl.canned", cannedAcl);
        made.put("s3.storage.class", storageClass);
        made.put("s3.object.tagging", objectTagging ? true : null);
        made.put("s3.proxy.url", proxyUrl);
        made.values().removeIf(Objects::isNull);
        return List.copyOf(made.keySet());
    }

    Tagging tagging() {
        return new Tagging(objectTagging, extraTags, onTaggingError == TaggingError.FAIL);
    }

    /** Files that people have often set to nothing what they do not use. */
    private static String written(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static Secret written(Secret secret) {
        return secret == null || secret.reveal().isBlank() ? null : secret;
    }

    private static void checkUrl(String key, String url) {
        if (url == null) {
            return;
        }
        try {
            URI uri = URI.create(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
                return;
            }
        } catch (IllegalArgumentException notAUrl) {
            // said below
        }
        throw new InvalidSetting(
                key, "'" + url + "' is not a URL with a host.", "Write one such as https://host:9000.");
    }
}
