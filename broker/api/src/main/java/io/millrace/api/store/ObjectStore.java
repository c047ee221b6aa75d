package io.millrace.api.store;

import io.millrace.api.settings.Secret;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.List;

/**
 * The node's objects under one URI scheme: {@code s3://bucket/key}. For objects that fit in memory. Any thread; every future fails
 * with a {@link io.millrace.api.problem.ProblemException}.
 */
public interface ObjectStore {

    /** Such as {@code s3}. */
    String scheme();

    /** Writes an object, over one that is there. */
    Future<Void> put(URI object, Buffer content);

    /** Fails with the problem {@code unknown-object} when there is none. */
    Future<Buffer> get(URI object);

    /** All objects whose URI begins so, folders being no objects. */
    Future<List<URI>> list(URI prefix);

    /** Removes an object; nothing when there is none. */
    Future<Void> delete(URI object);

    /** URL that other clients of this store connect to; empty for the provider's own. A store that the node runs is started. */
    String endpoint();

    /** How processes beside the node reach it with the node's rights, without starting anything: {@link #endpoint()} does. */
    Access access();

    Status status();

    /**
     * What a client of S3's protocol is set to.
     *
     * @param endpoint empty for the provider's own
     * @param region of the provider
     * @param pathStyle true when buckets are no host names
     * @param accessKeyId null when the client finds credentials by itself
     * @param secretAccessKey null exactly when {@code accessKeyId} is
     */
    record Access(String endpoint, String region, boolean pathStyle, String accessKeyId, Secret secretAccessKey) {}

    /**
     * How a store is.
     *
     * @param mode {@code embedded} or {@code external}
     * @param endpoint as {@link #endpoint()}, without starting anything
     * @param state one word: {@code idle}, {@code running}, {@code retrying}, …
     */
    record Status(String mode, String endpoint, String state) {}
}
