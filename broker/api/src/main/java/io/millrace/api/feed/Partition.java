package io.millrace.api.feed;

/**
 * A partition of a topic.
 *
 * @param topic the topic's name
 * @param number 0 or more
 */
public record Partition(String topic, int number) implements Comparable<Partition> {

    /** By topic, then by number. */
    @Override
    public int compareTo(Partition other) {
        int byTopic = topic.compareTo(other.topic);
        return byTopic != 0 ? byTopic : Integer.compare(number, other.number);
    }

    /** {@code topic-number}, as Kafka prints it. */
    @Override
    public String toString() {
        return topic + "-" + number;
    }
}
