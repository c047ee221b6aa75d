package io.millrace.processing.functions.mapping;

import io.millrace.api.deployment.DeploymentContext;
import io.millrace.api.store.ObjectStore;
import io.millrace.processing.functions.invoke.Invoker;
import java.util.Optional;
import java.util.function.Function;

/**
 * The function that mappings feed, and what they need of its host.
 *
 * @param arn {@code arn:aws:lambda:<region>:<account>:function:<name>}
 * @param invoker calls it
 * @param output topic that its return values are written to; null for none
 * @param context of the function's deployment
 * @param stores by scheme, as of {@link io.millrace.api.PluginContext#objectStore}
 */
public record MappedFunction(
        String arn,
        Invoker invoker,
        String output,
        DeploymentContext<?> context,
        Function<String, Optional<ObjectStore>> stores) {}
