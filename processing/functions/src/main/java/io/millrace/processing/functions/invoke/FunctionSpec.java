package io.millrace.processing.functions.invoke;

import io.millrace.api.settings.Artifact;
import java.util.Map;

/**
 * A function as it is to be run.
 *
 * @param name of the deployment
 * @param runtime Lambda's identifier
 * @param handler as Lambda's runtimes write it; empty where a runtime needs none
 * @param code jar, zip or folder
 * @param timeoutSeconds from the start of an invocation until its process is killed
 * @param memoryMebibytes what a process may have: of heap for Java, of memory for the others
 * @param environment the function's own variables
 * @param concurrency most processes at a time
 */
public record FunctionSpec(
        String name,
        RuntimeId runtime,
        String handler,
        Artifact code,
        int timeoutSeconds,
        int memoryMebibytes,
        Map<String, String> environment,
        int concurrency) {

    /** Where no account says otherwise. */
    private static final String REGION = "us-east-1";

    public FunctionSpec {
        environment = Map.copyOf(environment);
    }

    /** The region that handlers are told, unless the function's variables name one. */
    public String region() {
        return environment.getOrDefault("AWS_REGION", REGION);
    }

    /** What handlers and failure documents name the function by. */
    public String arn() {
        return "arn:aws:lambda:" + region() + ":000000000000:function:" + name;
    }
}
