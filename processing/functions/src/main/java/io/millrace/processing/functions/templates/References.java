package io.millrace.processing.functions.templates;

import io.millrace.api.deployment.Foreign;
import io.millrace.api.problem.Suggestion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What names stand for: parameters, pseudo parameters and resources. A function of the template is known by its name here. For
 * anything else that AWS would have made, the user is asked.
 */
final class References {

    private static final String PSEUDO = "AWS::";

    /** As AWS's own local tools have them. */
    private static final Map<String, String> STAND_INS = Map.of(
            "AWS::Region", "us-east-1",
            "AWS::AccountId", "123456789012",
            "AWS::StackName", "millrace",
            "AWS::StackId", "arn:aws:cloudformation:us-east-1:123456789012:stack/millrace/1");

    private static final Map<String, Object> FIXED = Map.of(
            "AWS::Partition",
            "aws",
            "AWS::URLSuffix",
            "amazonaws.com",
            "AWS::NotificationARNs",
            new JsonArray(),
            "AWS::NoValue",
            Evaluator.NO_VALUE);

    private static final Set<String> CLUSTERS = Set.of("AWS::MSK::Cluster", "AWS::MSK::ServerlessCluster");
    private static final Set<String> VERSIONS = Set.of("AWS::Lambda::Alias", "AWS::Lambda::Version");

    private final Evaluator evaluator;
    private final Foreign foreign;
    private final Parameters parameters;
    private final JsonObject section;
    private final Map<String, String> standIns = new HashMap<>();
    private final Set<String> underWay = new LinkedHashSet<>();
    private JsonObject resources;

    References(Evaluator evaluator, Foreign foreign, Parameters parameters, JsonObject section) {
        this.evaluator = evaluator;
        this.foreign = foreign;
        this.parameters = parameters;
        this.section = section;
    }

    /** The template's resources, loops written out. */
    JsonObject resources() {
        if (resources == null) {
            resources = section; // what a loop goes over may ask for a name
            resources = evaluator.expanded(section, "Resources");
        }
        return resources;
    }

    /** @param path where it is asked for */
    Object ref(String name, String path) {
        if (FIXED.containsKey(name)) {
            return FIXED.get(name);
        }
        if (STAND_INS.containsKey(name)) {
            return standIns.computeIfAbsent(name, each -> standIn(each, path));
        }
        if (parameters.has(name)) {
            return parameters.get(name);
        }
        String type = type(name, path);
        if (FunctionResource.TYPES.contains(type)) {
            return functionName(name, path);
        }
        if (CLUSTERS.contains(type)) {
            return clusterArn(name, path);
        }
        return VERSIONS.contains(type)
                ? property(name, "FunctionName", path)
                : foreign.parameter(name).orElseThrow(() -> unknown(name, type, path));
    }

    /** @param path where it is asked for */
    Object attribute(String name, String attribute, String path) {
        String type = type(name, path);
        if (FunctionResource.TYPES.contains(type) && attribute.equals("Arn")) {
            return arn("lambda", "function:" + functionName(name, path), path);
        }
        if (CLUSTERS.contains(type) && attribute.equals("Arn")) {
            return clusterArn(name, path);
        }
        String whole = name + "." + attribute;
        return foreign.parameter(whole).orElseThrow(() -> unknown(whole, type, path));
    }

    /** The name under which a function of the template is deployed. */
    String functionName(String resource, String path) {
        JsonObject properties = properties(resource);
        return properties.containsKey("FunctionName")
                ? FunctionNames.of(property(resource, "FunctionName", path))
                : FunctionNames.of(resource);
    }

    private String property(String resource, String property, String path) {
        if (!underWay.add(resource)) {
            throw evaluator.refuse(
                    path,
                    resource + " refers to itself: " + String.join(" → ", underWay) + " → " + resource + ".",
                    "Break the circle.");
        }
        try {
            return evaluator.text(
                    properties(resource).getValue(property), "Resources." + resource + ".Properties." + property);
        } finally {
            underWay.remove(resource);
        }
    }

    private String standIn(String name, String path) {
        return foreign.parameter(name).orElseGet(() -> {
            foreign.warn(
                    path,
                    name + " is " + STAND_INS.get(name) + " here; --parameter-overrides " + name
                            + "=VALUE gives another.");
            return STAND_INS.get(name);
        });
    }

    private String clusterArn(String name, String path) {
        return foreign.parameter(name + ".Arn")
                .orElseGet(() -> arn("kafka", "cluster/" + FunctionNames.of(name) + "/1", path));
    }

    private String arn(String service, String resource, String path) {
        return "arn:aws:" + service + ":" + ref("AWS::Region", path) + ":" + ref("AWS::AccountId", path) + ":"
                + resource;
    }

    private String type(String name, String path) {
        if (resources().getValue(name) instanceof JsonObject resource) {
            return String.valueOf(resource.getValue("Type"));
        }
        List<String> known = new ArrayList<>(resources().fieldNames());
        parameters.names().forEach(known::add);
        Set<String> pseudo = new HashSet<>(FIXED.keySet());
        pseudo.addAll(STAND_INS.keySet());
        throw evaluator.refuse(
                path,
                "there is no parameter and no resource " + name + ".",
                Suggestion.mend(name, name.startsWith(PSEUDO) ? pseudo : known));
    }

    private JsonObject properties(String resource) {
        String path = "Resources." + resource;
        return evaluator.object(evaluator.object(resources(), resource, "Resources"), "Properties", path);
    }

    private Unresolved unknown(String name, String type, String path) {
        return evaluator.refuse(path, name + " is not known here: no " + type + " is made.", Parameters.give(name));
    }
}
