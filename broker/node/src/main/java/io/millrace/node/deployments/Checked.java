package io.millrace.node.deployments;

import io.millrace.api.deployment.Kind;
import io.millrace.node.deployments.Deployments.Id;
import io.millrace.node.settings.Bound;
import io.millrace.node.settings.Document;

/**
 * A definition that was read, bound and found well formed.
 *
 * @param <S> the kind's settings record
 */
record Checked<S>(Id id, Kind<S> kind, Document document, Bound<S> bound) {}
