package com.amazonaws.services.kinesisanalytics.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Properties;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Property groups by name, that say so when one is asked for that is not among them. */
final class PropertyGroups extends HashMap<String, Properties> {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(KinesisAnalyticsRuntime.class);

    /** Reads {@code [{"PropertyGroupId": …, "PropertyMap": {…}}, …]}. */
    static PropertyGroups read(InputStream json) throws IOException {
        PropertyGroups groups = new PropertyGroups();
        for (JsonNode group : new ObjectMapper().readTree(json)) {
            Properties properties = new Properties();
            JsonNode map = group.path("PropertyMap");
            map.fieldNames()
                    .forEachRemaining(
                            name -> properties.setProperty(name, map.path(name).asText()));
            groups.put(group.path("PropertyGroupId").asText(), properties);
        }
        if (groups.isEmpty()) {
            LOG.atWarn().log("the application's definition has no propertyGroups");
        }
        return groups;
    }

    @Override
    public Properties get(Object name) {
        Properties group = super.get(name);
        if (group == null) {
            LOG.atWarn()
                    .addKeyValue("group", name)
                    .addKeyValue("groups", keySet())
                    .log("there is no such property group: add it to propertyGroups of the application's definition");
        }
        return group;
    }
}
