package io.millrace.node.deployments;

import io.millrace.api.deployment.Kind;
import io.millrace.api.deployment.Topics;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.node.settings.Documents;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks well-formed definitions against the world, as it will be when all of them are applied. */
final class Admission {

    private final Host host;
    private final Kinds kinds;
    private final Definitions definitions;
    private final Generations generations;
    private final Reconciler reconciler;

    Admission(Host host, Kinds kinds, Definitions definitions, Generations generations, Reconciler reconciler) {
        this.host = host;
        this.kinds = kinds;
        this.definitions = definitions;
        this.generations = generations;
        this.reconciler = reconciler;
    }

    /** Fails with everything that is wrong, in the order of the text. */
    Future<Void> validate(List<Checked<?>> checked) {
        Set<String> submitted = checked.stream()
                .filter(each -> each.kind().comesFirst())
                .map(each -> each.id().name())
                .collect(Collectors.toSet());
        Topics topics = topics(submitted);
        List<Future<List<Problem>>> asked =
                checked.stream().map(each -> validate(each, topics)).toList();
        return Future.all(asked).compose(all -> {
            List<Problem> problems = new ArrayList<>();
            all.<List<Problem>>list().forEach(problems::addAll);
            return refuse(Documents.inOrder(problems));
        });
    }

    private <S> Future<List<Problem>> validate(Checked<S> checked, Topics topics) {
        StoredDeployment before = reconciler.find(checked.id()).orElse(null);
        HostedDeployment<S> context = new HostedDeployment<>(
                host,
                generations,
                topics,
                checked.id(),
                before == null ? "" : before.uid(),
                before == null ? 0 : before.generation(),
                checked.bound().settings());
        return checked.kind()
                .validate(context)
                .map(problems -> problems.stream()
                        .map(problem -> inPlace(problem, checked))
                        .toList());
    }

    /** A problem in a file that the definition names is there already. */
    private static Problem inPlace(Problem problem, Checked<?> checked) {
        Where where = problem.where();
        return where.file().isEmpty() ? problem.at(checked.document().where(where.path())) : problem;
    }

    /** Checks a stored definition that is to be applied again. */
    Future<Void> validate(StoredDeployment stored) {
        return kinds.find(stored.id().kind())
                .map(kind -> validate(stored, kind))
                .orElseGet(Future::succeededFuture);
    }

    private <S> Future<Void> validate(StoredDeployment stored, Kind<S> kind) {
        return host.vertx()
                .executeBlocking(() -> definitions.settings(stored, kind), false)
                .compose(settings -> kind.validate(new HostedDeployment<>(
                        host, generations, topics(Set.of()), stored.id(), stored.uid(), stored.generation(), settings)))
                .compose(Admission::refuse);
    }

    private static Future<Void> refuse(List<Problem> problems) {
        return problems.isEmpty() ? Future.succeededFuture() : Future.failedFuture(new ProblemException(problems));
    }

    /** A topic counts from when it is wanted: it is made before whatever is told to use it. */
    private Topics topics(Set<String> submitted) {
        Set<String> wanted = new HashSet<>(submitted);
        reconciler.all().stream()
                .filter(stored -> !stored.deleting() && comesFirst(stored))
                .forEach(stored -> wanted.add(stored.id().name()));
        return new WantedTopics(host.topics(), wanted);
    }

    private boolean comesFirst(StoredDeployment stored) {
        return kinds.find(stored.id().kind()).filter(Kind::comesFirst).isPresent();
    }
}
