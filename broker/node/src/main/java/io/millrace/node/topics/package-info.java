/**
 * Topics and consumer groups of the broker, carried or external, and the kind {@code Topic}.
 *
 * <p>{@link io.millrace.node.topics.KafkaAdmin} is Kafka's admin client asked from Vert.x; {@link
 * io.millrace.node.topics.KafkaTopics} and {@link io.millrace.node.topics.ConsumerGroups} say what is there; {@link
 * io.millrace.node.topics.PartitionReader} reads partitions for whoever comes and goes (an HTTP reader, the age of a lag). Every
 * failure is a {@link io.millrace.api.problem.ProblemException}.
 */
package io.millrace.node.topics;
