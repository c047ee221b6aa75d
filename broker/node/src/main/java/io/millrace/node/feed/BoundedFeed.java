package io.millrace.node.feed;

import io.millrace.api.feed.Feed;

/** A feed that ends at given offsets. */
public interface BoundedFeed extends Feed {

    /** True when everything before the end is accepted; stopping it then makes it durable. */
    boolean drained();
}
