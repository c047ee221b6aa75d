package io.millrace.node.deployments;

import io.millrace.api.deployment.Kind;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.node.settings.Documents;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks well-formed definitions against the world, as it will be when all of them are applied. */
final class Admission {

    private final Host host;
    private final Kinds kinds;
    private final Definitions definitions;
    private final Reconciler reconciler;

    Admission(Host host, Kinds kinds, Definitions definitions, Reconciler reconciler) {
        this.host = host;
        this.kinds = kinds;
        this.definitions = definitions;
        this.reconciler = reconciler;
    }

    /** Fails with everything that is wrong, in the order of the text. */
    Future<Void> validate(List<Checked<?>> checked) {
        Set<String> topics = checked.stream()
                .filter(each -> each.kind().comesFirst())
                .map(each -> each.id().name())
                .collect(Collectors.toSet());
        List<Future<List<Problem>>> asked =
                checked.stream().map(each -> validate(each, topics)).toList();
        return Future.all(asked).compose(all -> {
            List<Problem> problems = new ArrayList<>();
            all.<List<Problem>>list().forEach(problems::addAll);
            return problems.isEmpty()
                    ? Future.succeededFuture()
                    : Future.failedFuture(new ProblemException(Documents.inOrder(problems)));
        });
    }

    private <S> Future<List<Problem>> validate(Checked<S> checked, Set<String> topics) {
        StoredDeployment before = reconciler.find(checked.id()).orElse(null);
        HostedDeployment<S> context = new HostedDeployment<>(
                host,
                new SubmittedTopics(host.topics(), topics),
                checked.id(),
                before == null ? "" : before.uid(),
                before == null ? 0 : before.generation(),
                checked.bound().settings());
        return checked.kind()
                .validate(context)
                .map(problems -> problems.stream()
                        .map(problem -> problem.at(
                                checked.document().where(problem.where().path())))
                        .toList());
    }

    /** Checks a stored definition that is to be applied again. */
    Future<Void> validate(StoredDeployment stored) {
        return kinds.find(stored.id().kind())
                .map(kind -> validate(stored, kind))
                .orElseGet(Future::succeededFuture);
    }

    private <S> Future<Void> validate(StoredDeployment stored, Kind<S> kind) {
        return host.vertx()
                .executeBlocking(() -> HostedDeployment.of(host, stored, definitions.settings(stored, kind)), false)
                .compose(kind::validate)
                .compose(problems -> problems.isEmpty()
                        ? Future.succeededFuture()
                        : Future.failedFuture(new ProblemException(problems)));
    }
}
