/**
 * Definitions to settings records: what a user wrote, checked whole and told about with line and column, becomes the record that
 * a kind declared.
 *
 * <p>{@link io.millrace.node.settings.Documents} reads YAML, JSON or properties into {@link
 * io.millrace.node.settings.Document}s, trees whose every key and value knows its place. {@link
 * io.millrace.node.settings.SettingsBinder} binds a document to records; it collects everything that is wrong, and makes the
 * form that is stored: the user's tree with literal secrets sealed by the {@link io.millrace.node.settings.Vault} and files
 * replaced by their digests, while references ({@code ${env:X}}) stay references and are resolved each time a document is bound
 * ({@link io.millrace.node.settings.References}). {@link io.millrace.node.settings.NodeConfigFile} reads the node's own file by
 * the same means.
 *
 * <p>Scalars are text until a record asks for a type: {@code version: 1.10} is the text {@code 1.10}, and Connect's {@code
 * "flush.size": "1000"} is a number where a number is declared.
 */
package io.millrace.node.settings;
