package io.millrace.sinks.writer;

/** How objects are named. */
public interface ObjectNames {

    /** What is in front of all objects of a topic, so that no other sink or topic takes it. */
    String topicFolder(String topic);

    /**
     * The name of an object; no two have the same when partition or offset differ.
     *
     * @param folder as the partitioner names it
     * @param offset of the file's first record
     * @param extension of the format
     */
    String name(String topic, String folder, int partition, long offset, String extension);
}
