package io.millrace.node.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.deployment.Binding;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Binds documents, and tells problems without the name of their file. */
abstract class BinderFixture {

    final SettingsBinder binder = new SettingsBinder(
            new References(
                    Map.of("SIZE", "7", "WORD", "seven"),
                    Map.of("bootstrapServers", () -> "localhost:9092"),
                    References.Artifacts.NONE),
            null);

    /** The settings, of what must be right. */
    final <S> S good(Class<S> type, String yaml) {
        Bound<S> bound = bind(yaml, binding -> binding.bind(type));
        assertThat(bound.problems()).isEmpty();
        return bound.settings();
    }

    /** The problems, of what must be wrong. */
    final <S> List<String> bad(Class<S> type, String yaml) {
        Bound<S> bound = bind(yaml, binding -> binding.bind(type));
        assertThat(bound.settings()).isNull();
        return told(bound);
    }

    static List<String> told(Bound<?> bound) {
        return bound.problems().stream()
                .map(problem -> problem.toString().replaceFirst("^f\\.yaml:", ""))
                .toList();
    }

    final <S> Bound<S> bind(String yaml, Function<Binding, S> kind) {
        Documents read = Documents.read(yaml, "f.yaml");
        assertThat(read.problems()).isEmpty();
        return binder.bind(read.documents().get(0), kind);
    }
}
