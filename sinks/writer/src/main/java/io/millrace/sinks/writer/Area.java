package io.millrace.sinks.writer;

/**
 * A deployment's part of one partition, and where in the storage its private objects are.
 *
 * @param uid of the deployment
 * @param topicId of the topic, which is another one when the topic was made again
 * @param partition 0 or more
 */
public record Area(String uid, String topicId, int partition) {

    /** The folder of everything that is not for readers. */
    public static final String PRIVATE = "_millrace";

    static final String OUTPUTS = "tmp";

    /** Folder of the partition's intents. */
    public String intents() {
        return root(uid) + "/" + topicId + "/" + partition;
    }

    /** Folder for outputs that are not published. */
    public String outputs() {
        return root(uid) + "/" + OUTPUTS + "/" + topicId + "/" + partition;
    }

    static String root(String uid) {
        return PRIVATE + "/" + uid;
    }
}
