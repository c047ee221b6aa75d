package io.millrace.node.plugins;

import io.millrace.api.Pages;
import io.millrace.api.Plugin;
import io.millrace.api.PluginContext;
import io.millrace.api.child.Child;
import io.millrace.api.child.ChildSpec.Readiness;
import io.millrace.api.child.Run;
import io.millrace.api.connector.ConnectorContext;
import io.millrace.api.connector.SinkType;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceType;
import io.millrace.api.deployment.DeploymentContext;
import io.millrace.api.deployment.Kind;
import io.millrace.api.deployment.RecordWriter;
import io.millrace.api.deployment.Running;
import io.millrace.api.deployment.Topics;
import io.millrace.api.feed.Feed;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.store.ObjectStore;
import io.vertx.core.Future;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The border between the node and one plugin: around each call that crosses it, the thread's context class loader is that of
 * the side being called.
 *
 * <p>What a plugin offers ({@link #PLUGIN_SIDE}) and what the node offers it ({@link #NODE_SIDE}) are handed over as proxies,
 * wherever they appear: as arguments, results or values of futures.
 */
final class Crossing {

    private static final List<Class<?>> PLUGIN_SIDE = List.of(
            Kind.class,
            SourceType.class,
            SinkType.class,
            Source.class,
            RecordHandler.class,
            Running.class,
            Readiness.class,
            ObjectStore.class,
            Pages.class,
            IntFunction.class);
    private static final List<Class<?>> NODE_SIDE = List.of(
            PluginContext.class,
            DeploymentContext.class,
            ConnectorContext.class,
            Topics.class,
            RecordWriter.class,
            Feed.class,
            Child.class,
            Run.class);

    private final ClassLoader plugin;
    private final ClassLoader node;

    Crossing(ClassLoader plugin, ClassLoader node) {
        this.plugin = plugin;
        this.node = node;
    }

    /** The plugin itself, to be used by the node; it may be other things as well. */
    Plugin carryPlugin(Plugin itself) {
        return (Plugin) proxy(itself, Plugin.class, plugin);
    }

    /** The same object, to be used on the other side; an object that does not care about sides is itself. */
    @SuppressWarnings("unchecked") // a proxy has the interface that the value was found by
    <T> T carry(T value) {
        if (value instanceof Future<?> future) {
            return (T) future.map(this::carry);
        }
        if (value == null || Proxy.isProxyClass(value.getClass())) {
            return value;
        }
        Class<?> offered = sideOf(value, PLUGIN_SIDE);
        if (offered != null) {
            return (T) proxy(value, offered, plugin);
        }
        offered = sideOf(value, NODE_SIDE);
        return offered != null ? (T) proxy(value, offered, node) : value;
    }

    private static Class<?> sideOf(Object value, List<Class<?>> side) {
        return side.stream().filter(type -> type.isInstance(value)).findFirst().orElse(null);
    }

    private Object proxy(Object value, Class<?> type, ClassLoader loader) {
        InvocationHandler call = (self, method, arguments) ->
                method.getName().equals("equals") ? self == arguments[0] : call(value, method, arguments, loader);
        return Proxy.newProxyInstance(Crossing.class.getClassLoader(), new Class<?>[] {type}, call);
    }

    private Object call(Object target, Method method, Object[] arguments, ClassLoader loader) throws Throwable {
        Object[] carried = arguments == null
                ? null
                : Arrays.stream(arguments).map(this::carry).toArray();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return carry(method.invoke(target, carried));
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
