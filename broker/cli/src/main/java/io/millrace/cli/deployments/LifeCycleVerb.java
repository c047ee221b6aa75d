package io.millrace.cli.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.Connection;
import io.millrace.cli.Output;
import io.millrace.cli.api.Api;
import io.millrace.cli.api.DeploymentId;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A verb that does one thing to each deployment it is given. */
abstract class LifeCycleVerb implements Runnable {

    @Parameters(
            paramLabel = "[KIND/]NAME",
            arity = "1..*",
            description = "Deployments; the kind may be left out where a name is unique.")
    private List<String> names;

    @Mixin
    private Output output;

    @Mixin
    private Connection connection;

    /** Asks the node; answers the deployment as it is then. */
    abstract JsonNode change(Api api, DeploymentId id);

    /** What was done, in the past tense. */
    abstract String done();

    @Override
    public final void run() {
        Api api = connection.open();
        Names there = new Names(api);
        List<DeploymentId> ids = names.stream().map(there::one).toList();
        List<JsonNode> changed = new ArrayList<>();
        ids.forEach(id -> changed.add(change(api, id)));
        output.show(Shown.answer(changed, ids.size() == 1), out -> ids.forEach(id -> out.println(id + " " + done())));
    }
}
