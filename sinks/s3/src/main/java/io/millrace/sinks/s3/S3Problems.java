package io.millrace.sinks.s3;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.apache.hadoop.fs.s3a.CredentialInitializationException;
import org.apache.hadoop.fs.s3a.UnknownStoreException;
import org.apache.hadoop.fs.s3a.auth.NoAuthWithAWSException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What a failure of S3 means to the user. */
final class S3Problems {

    private static final String KEYS = "aws.access.key.id and aws.secret.access.key, or the node's s3 settings";
    private static final String GOES_ON = "; writing then goes on by itself.";

    private S3Problems() {}

    /** True when only a person can mend it. */
    static boolean isPermanent(IOException failure) {
        return switch (code(failure)) {
            case "no-credentials", "wrong-credentials", "no-permission", "no-bucket", "wrong-region", "unknown-host" ->
                true;
            default -> false;
        };
    }

    static Problem explain(IOException failure, Connection connection) {
        Optional<ProblemException> told = cause(failure, ProblemException.class);
        if (told.isPresent()) {
            return told.get().problems().get(0);
        }
        String code = code(failure);
        String place = place(connection);
        String bucket = connection.bucket();
        return switch (code) {
            case "no-credentials" ->
                problem(
                        code,
                        "There are no credentials for " + place + ": none of the providers has any.",
                        "aws.access.key.id",
                        "Set " + KEYS + ", or let the node's environment have some" + GOES_ON);
            case "wrong-credentials" ->
                problem(
                        code,
                        "Wrong credentials for " + place + ": " + refusal(failure),
                        "aws.access.key.id",
                        "Correct " + KEYS + ".");
            case "no-permission" ->
                problem(
                        code,
                        "No permission for s3://" + bucket + " at " + place + ": " + refusal(failure),
                        S3StoreSettings.BUCKET,
                        "Allow s3:ListBucket, s3:GetObject, s3:PutObject, s3:DeleteObject and s3:AbortMultipartUpload on it"
                                + GOES_ON);
            case "no-bucket" ->
                problem(
                        code,
                        "There is no bucket " + bucket + " at " + place + ".",
                        S3StoreSettings.BUCKET,
                        "Make it, or correct s3.bucket.name" + GOES_ON);
            case "wrong-region" ->
                problem(
                        code,
                        "The bucket " + bucket + " is in another region: " + refusal(failure),
                        "s3.region",
                        "Set s3.region to the bucket's.");
            case "unknown-host" ->
                problem(
                        code,
                        "There is no host of the name in " + place + ".",
                        S3StoreSettings.STORE_URL,
                        "Correct the URL" + GOES_ON);
            case "store-busy" ->
                problem(
                        code,
                        place + " has no capacity now: " + refusal(failure),
                        "",
                        "It is tried again until it works.");
            default ->
                problem(
                        code,
                        place + " cannot be used now: " + innermost(failure) + ".",
                        "",
                        "It is tried again until it works.");
        };
    }

    private static Problem problem(String code, String what, String key, String mend) {
        return Problem.resource(code, what, Where.path(key.isEmpty() ? "" : "config." + key), mend);
    }

    private static String place(Connection connection) {
        String endpoint = connection.endpoint();
        return connection.embedded()
                ? "The embedded object store"
                : endpoint.isEmpty() ? "S3 of AWS" : "the object store at " + endpoint;
    }

    private static String code(IOException failure) {
        if (cause(failure, UnknownStoreException.class).isPresent()) {
            return "no-bucket";
        }
        Optional<AwsServiceException> refused = cause(failure, AwsServiceException.class);
        if (refused.isPresent()) {
            return code(refused.get());
        }
        boolean without = cause(failure, NoAuthWithAWSException.class).isPresent()
                || cause(failure, CredentialInitializationException.class).isPresent()
                || String.valueOf(failure.getMessage()).contains("Unable to load credentials");
        if (without) {
            return "no-credentials";
        }
        return cause(failure, UnknownHostException.class).isPresent() ? "unknown-host" : "store-unavailable";
    }

    /** Source: the list of error codes in the S3 API Reference. */
    private static String code(AwsServiceException refused) {
        String error = Optional.ofNullable(refused.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse("");
        return switch (error) {
            case "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken" -> "wrong-credentials";
            case "NoSuchBucket" -> "no-bucket";
            case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException" ->
                "wrong-region";
            default ->
                switch (refused.statusCode()) {
                    case 301 -> "wrong-region";
                    case 401, 403 -> "no-permission";
                    case 429, 503 -> "store-busy";
                    default -> "store-unavailable";
                };
        };
    }

    /** What the store said, without request ids. */
    private static String refusal(IOException failure) {
        return cause(failure, AwsServiceException.class)
                .map(refused -> {
                    AwsErrorDetails details = refused.awsErrorDetails();
                    String said = details == null || details.errorMessage() == null
                            ? "status " + refused.statusCode()
                            : details.errorMessage();
                    String code = details == null ? null : details.errorCode();
                    String sentence = said.endsWith(".") ? said : said + ".";
                    return code == null || code.isEmpty() ? sentence : code + ", " + sentence;
                })
                .orElseGet(() -> innermost(failure) + ".");
    }

    private static String innermost(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? "no answer" : message.replaceFirst("\\.$", "");
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return Optional.of(type.cast(each));
            }
        }
        return Optional.empty();
    }
}
