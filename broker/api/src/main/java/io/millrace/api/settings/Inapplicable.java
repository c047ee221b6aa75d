package io.millrace.api.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A foreign setting that users have in their files and that means nothing here: taken without effect, with a warning that
 * says why, instead of being an unknown key.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Inapplicable.All.class)
public @interface Inapplicable {

    /** The key, or a prefix of keys that ends in {@code .*}. */
    String name();

    /** Why it has no effect, as a clause: {@code files are not uploaded in parts}. */
    String why();

    /** Container of the repeated annotation. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface All {
        Inapplicable[] value();
    }
}
