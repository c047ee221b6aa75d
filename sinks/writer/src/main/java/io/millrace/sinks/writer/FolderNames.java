package io.millrace.sinks.writer;

import java.util.Locale;

/**
 * How objects are named: {@code topics/quakes/partition=0/quakes+0+0000000000.json}.
 *
 * @param topicsDir in front of all; may be empty
 * @param directoryDelim between folders
 * @param fileDelim between topic, partition and offset
 * @param padWidth least digits of the offset, 0 or more
 */
record FolderNames(String topicsDir, String directoryDelim, String fileDelim, int padWidth) implements ObjectNames {

    @Override
    public String topicFolder(String topic) {
        return topicsDir.isEmpty() ? topic : topicsDir + directoryDelim + topic;
    }

    @Override
    public String name(String topic, String folder, int partition, long offset, String extension) {
        String digits = String.format(Locale.ROOT, "%0" + Math.max(1, padWidth) + "d", offset);
        return topicFolder(topic)
                + directoryDelim
                + folder
                + directoryDelim
                + topic
                + fileDelim
                + partition
                + fileDelim
                + digits
                + extension;
    }
}
