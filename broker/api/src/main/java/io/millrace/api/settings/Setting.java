package io.millrace.api.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares one setting on a component of a settings record. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

    /**
     * The key as users write it ({@code flush.size}); empty means the component's own name. A map whose name ends in {@code .*}
     * ({@code consumer.override.*}) holds all keys with that prefix, without it.
     */
    String name() default "";

    /** One sentence for the generated reference. */
    String value();

    /** The default as a user would write it; empty means none. */
    String defaultValue() default "";

    boolean required() default false;

    /** A value to show in the reference and in error messages. */
    String example() default "";

    /** Lowest number allowed (milliseconds for a duration, bytes for a size). */
    long min() default Long.MIN_VALUE;

    /** Highest number allowed (milliseconds for a duration, bytes for a size). */
    long max() default Long.MAX_VALUE;
}
