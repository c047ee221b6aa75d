package quakes;

import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** What is read of an earthquake. Public fields and a constructor without arguments: a POJO, as Flink calls it. */
@JsonIgnoreProperties(ignoreUnknown = true)
public final class Quake {

    public Properties properties;

    public Quake() {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public static final class Properties {

        /** When it was, in milliseconds since 1970. */
        public long time;

        /** The seismic network that reported it, such as {@code ci}. */
        public String net;

        public Properties() {}
    }
}
