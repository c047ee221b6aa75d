package io.millrace.node.connectors;

import io.millrace.api.connector.ConnectorType;

/**
 * A connector's definition as bound.
 *
 * @param common what every connector has
 * @param type what its {@code connector.class} names
 * @param own the settings of that type, of the record it declares
 */
record ConnectorSettings(ConnectSettings common, ConnectorType<?> type, Record own) {}
