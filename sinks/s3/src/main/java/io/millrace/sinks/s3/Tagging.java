package io.millrace.sinks.s3;

import io.millrace.sinks.writer.Intent;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * The tags that objects get.
 *
 * @param enabled whether they get any
 * @param extra each {@code key:value}
 * @param needed true when an object counts as written only with its tags
 */
record Tagging(boolean enabled, List<String> extra, boolean needed) {

    static final Tagging NONE = new Tagging(false, List.of(), false);

    List<Tag> of(Intent.File file) {
        List<Tag> tags = new ArrayList<>();
        tags.add(tag("startOffset", Long.toString(file.firstOffset())));
        tags.add(tag("endOffset", Long.toString(file.lastOffset())));
        tags.add(tag("recordCount", Long.toString(file.records())));
        for (String each : extra) {
            int colon = each.indexOf(':');
            tags.add(tag(each.substring(0, colon), each.substring(colon + 1)));
        }
        return tags;
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
