/**
 * HTTP in front of the node: deployments, artifacts, topics, groups, records, health and metrics.
 *
 * <p>{@code openapi.yaml} is the contract: {@link io.millrace.node.gateway.Contract} reads it at start and binds each operation
 * to the handler of its id, one class a resource. {@link io.millrace.node.gateway.Guard} stands in front of all of them;
 * {@link io.millrace.node.gateway.ProblemResponse} answers for all that fails. Everything runs on the event loop of the
 * server and keeps no state but streams under way.
 */
package io.millrace.node.gateway;
