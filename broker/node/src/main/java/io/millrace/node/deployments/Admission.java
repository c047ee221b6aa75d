package io.millrace.node.deployments;

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
    private final Reconciler reconciler;

    Admission(Host host, Reconciler reconciler) {
        this.host = host;
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
}
