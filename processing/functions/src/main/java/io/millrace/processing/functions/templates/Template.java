package io.millrace.processing.functions.templates;

import io.millrace.api.deployment.Foreign;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Suggestion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** One SAM or CloudFormation template: its functions with their mappings, and what to say of the rest. */
final class Template {

    private static final String MAPPING = "AWS::Lambda::EventSourceMapping";
    private static final Set<String> CLUSTERS = Set.of("AWS::MSK::Cluster", "AWS::MSK::ServerlessCluster");
    private static final Pattern TYPE = Pattern.compile("\\w+::\\w+(::[\\w:@-]+)?");

    private static final Set<String> SECTIONS = Set.of(
            "AWSTemplateFormatVersion",
            "Conditions",
            "Description",
            "Globals",
            "Hooks",
            "Mappings",
            "Metadata",
            "Outputs",
            "Parameters",
            "Resources",
            "Rules",
            "Transform");

    private static final Set<String> ATTRIBUTES = Set.of(
            "Condition",
            "Connectors",
            "CreationPolicy",
            "DeletionPolicy",
            "DependsOn",
            "IgnoreGlobals",
            "Metadata",
            "Properties",
            "Type",
            "UpdatePolicy",
            "UpdateReplacePolicy");

    private static final Map<String, String> WITHOUT_EFFECT = Map.of(
            "Outputs", "nothing is exported",
            "Rules", "only the parameters' own limits are checked",
            "Hooks", "there is nothing to hook into");

    /** Macros whose work is done here. */
    private static final Set<String> TRANSFORMS = Set.of("AWS::Serverless-2016-10-31", "AWS::LanguageExtensions");

    private final Foreign foreign;
    private final JsonObject document;
    private final Evaluator evaluator;
    private final FunctionResource functions;

    /** By the name of the deployment. */
    private final Map<String, Draft> drafts = new LinkedHashMap<>();

    /** Names of functions that are not made, for which a reason was given. */
    private final Set<String> without = new HashSet<>();

    Template(Foreign foreign) {
        this.foreign = foreign;
        this.document = foreign.document();
        this.evaluator = new Evaluator(foreign);
        this.functions = new FunctionResource(foreign, evaluator);
    }

    void translate() {
        sections();
        transforms();
        List<Resource> resources = new ArrayList<>();
        try {
            JsonObject written = evaluator.references().resources();
            written.fieldNames()
                    .forEach(id -> resources.add(new Resource(id, evaluator.object(written, id, "Resources"))));
        } catch (Unresolved reported) {
            return;
        }
        resources.forEach(resource -> attempt(() -> function(resource)));
        resources.forEach(resource -> attempt(() -> other(resource)));
        drafts.values().forEach(draft -> foreign.define(draft.settings(), draft.origins()));
        if (drafts.isEmpty()
                && without.isEmpty()
                && resources.stream().noneMatch(each -> each.type().equals(MAPPING))) {
            report("Resources", "nothing-defined", "the template has no function.", "Add one, or leave the file out.");
        }
    }

    private static void attempt(Runnable step) {
        try {
            step.run();
        } catch (Unresolved reported) {
            // the others may be fine
        }
    }

    private void sections() {
        for (String section : document.fieldNames()) {
            if (!SECTIONS.contains(section)) {
                report(
                        section,
                        "unknown-property",
                        "a template has no " + section + ".",
                        Suggestion.mend(section, SECTIONS));
            }
            if (WITHOUT_EFFECT.containsKey(section)) {
                foreign.warn(section, section + " has no effect: " + WITHOUT_EFFECT.get(section) + ".");
            }
        }
    }

    private void transforms() {
        Object written = document.getValue("Transform");
        JsonArray transforms = written instanceof JsonArray list ? list : new JsonArray();
        if (written != null && transforms != written) {
            transforms.add(written);
        }
        for (Object transform : transforms) {
            if (!TRANSFORMS.contains(String.valueOf(transform))) {
                String name =
                        transform instanceof JsonObject macro ? macro.getString("Name") : String.valueOf(transform);
                report(
                        "Transform",
                        "template",
                        "the transform " + name + " is a macro, which runs in an AWS account.",
                        "Write out what it gives.");
            }
        }
    }

    private void function(Resource resource) {
        if (!FunctionResource.TYPES.contains(resource.type()) || !applies(resource)) {
            return;
        }
        attributes(resource);
        String name = evaluator.references().functionName(resource.logicalId(), resource.path());
        if (drafts.containsKey(name)) {
            report(
                    resource.path(),
                    "duplicate-name",
                    "two functions are " + name + ", since names have no capitals here.",
                    "Give one of them another FunctionName.");
            return;
        }
        without.add(name);
        renamed(resource, name);
        functions.read(resource, name).ifPresent(draft -> {
            without.remove(name);
            drafts.put(name, draft);
        });
    }

    private void renamed(Resource resource, String name) {
        String path = resource.properties("FunctionName");
        Object written = resource.fields().getValue("FunctionName");
        String given = written == null ? name : evaluator.text(written, path);
        if (!given.equals(name)) {
            foreign.warn(path, given + " is " + name + " here, where names have no capitals.");
        }
    }

    private void other(Resource resource) {
        String type = resource.type();
        if (FunctionResource.TYPES.contains(type) || !applies(resource)) {
            return;
        }
        if (type.equals(MAPPING)) {
            attributes(resource);
            mapping(resource);
        } else if (CLUSTERS.contains(type)) {
            foreign.warn(resource.path(), resource.logicalId() + " is the node's own Kafka here.");
        } else {
            Set<String> known = new TreeSet<>(FunctionResource.TYPES);
            known.add(MAPPING);
            if (!TYPE.matcher(type).matches() || Suggestion.nearest(type, known).isPresent()) {
                report(
                        resource.path() + ".Type",
                        "unknown-resource",
                        type.isEmpty() ? resource.logicalId() + " has no type." : "there is no resource " + type + ".",
                        Suggestion.mend(type, known));
            } else {
                foreign.warn(resource.path(), resource.logicalId() + " is not made: there is no " + type + " here.");
            }
        }
    }

    private void mapping(Resource resource) {
        JsonObject fields = resource.fields();
        if (!fields.containsKey("Topics")) {
            foreign.warn(resource.path(), resource.logicalId() + " is left out: it reads no topics.");
            return;
        }
        String name =
                FunctionNames.of(evaluator.text(fields.getValue("FunctionName"), resource.properties("FunctionName")));
        if (without.contains(name)) {
            foreign.warn(resource.path(), resource.logicalId() + " is left out with " + name + ".");
            return;
        }
        Draft event = EventSource.MAPPING.read(fields, resource.properties(""), evaluator, foreign);
        if (drafts.containsKey(name)) {
            drafts.get(name).event(event);
        } else {
            Templates.join(foreign, name, event, resource.properties("FunctionName"));
        }
    }

    private void attributes(Resource resource) {
        for (String attribute : resource.written().fieldNames()) {
            if (!ATTRIBUTES.contains(attribute)) {
                report(
                        resource.path() + "." + attribute,
                        "unknown-property",
                        "a resource has no " + attribute + ".",
                        Suggestion.mend(attribute, ATTRIBUTES));
            }
        }
    }

    private boolean applies(Resource resource) {
        return !(resource.written().getValue("Condition") instanceof String condition)
                || evaluator.conditions().named(condition, resource.path() + ".Condition");
    }

    private void report(String path, String code, String what, String mend) {
        foreign.report(path, Problem.user(code, what, null, mend));
    }
}
