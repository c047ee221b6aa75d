package io.millrace.processing.functions.mapping;

import io.millrace.api.Plugin;
import io.millrace.api.deployment.DeploymentContext;
import io.millrace.api.deployment.Kind;
import io.millrace.api.deployment.Running;
import io.millrace.api.deployment.Status;
import io.millrace.api.settings.Setting;
import io.millrace.api.store.ObjectStore;
import io.millrace.processing.functions.invoke.Invoker;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A plugin whose one kind is mappings that feed a function of the test's, with a store of objects. */
final class MappedKind implements Plugin, Kind<MappedKind.Settings> {

    final Objects objects = new Objects();
    private final Invoker function;

    record Settings(
            @Setting(value = "Mappings.", required = true) List<MappingSettings> events,

            @Setting("Topic.") String output) {}

    MappedKind(Invoker function) {
        this.function = function;
    }

    @Override
    public String name() {
        return "Mapped";
    }

    @Override
    public List<Kind<?>> kinds() {
        return List.of(this);
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Future<Running> start(DeploymentContext<Settings> context) {
        Settings settings = context.settings();
        String arn = "arn:aws:lambda:us-east-1:000000000000:function:" + context.name();
        List<Mapping> mappings = Mappings.of(
                settings.events(),
                new MappedFunction(arn, function, settings.output(), context, scheme -> Optional.of(objects)));
        return each(mappings, Mapping::start).map(started -> new Running() {
            @Override
            public Future<Void> pause() {
                return each(mappings, Mapping::pause);
            }

            @Override
            public Future<Void> resume() {
                return each(mappings, Mapping::resume);
            }

            @Override
            public Future<Void> stop() {
                return each(mappings, Mapping::stop);
            }

            /** Of the first. */
            @Override
            public Status status() {
                return mappings.get(0).status();
            }
        });
    }

    private static Future<Void> each(List<Mapping> mappings, Function<Mapping, Future<Void>> step) {
        return Future.all(mappings.stream().map(step).toList()).mapEmpty();
    }

    @Override
    public Future<Void> remove(DeploymentContext<Settings> context) {
        return Future.all(Mappings.ownGroups(context.settings().events(), context).stream()
                        .map(context::forgetGroup)
                        .toList())
                .mapEmpty();
    }

    /** Keeps objects in memory. */
    static final class Objects implements ObjectStore {

        final Map<URI, Buffer> kept = new ConcurrentHashMap<>();

        @Override
        public String scheme() {
            return "s3";
        }

        @Override
        public Future<Void> put(URI object, Buffer content) {
            kept.put(object, content);
            return Future.succeededFuture();
        }

        @Override
        public Future<Buffer> get(URI object) {
            return Future.succeededFuture(kept.get(object));
        }

        @Override
        public Future<List<URI>> list(URI prefix) {
            return Future.succeededFuture(List.copyOf(kept.keySet()));
        }

        @Override
        public Future<Void> delete(URI object) {
            kept.remove(object);
            return Future.succeededFuture();
        }

        @Override
        public String endpoint() {
            return "";
        }

        @Override
        public ObjectStore.Access access() {
            return new ObjectStore.Access("", "us-west-2", false, null, null);
        }

        @Override
        public ObjectStore.Status status() {
            return new ObjectStore.Status("embedded", "", "running");
        }
    }
}
