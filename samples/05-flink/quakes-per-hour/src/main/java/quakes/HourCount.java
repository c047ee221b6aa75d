package quakes;

/** How many earthquakes a network reported in an hour. */
public final class HourCount {

    /** Its begin, such as {@code 2018-02-02T22:00:00Z}. */
    public String hour;

    public String network;
    public long quakes;

    public HourCount() {}

    HourCount(String hour, String network, long quakes) {
        this.hour = hour;
        this.network = network;
        this.quakes = quakes;
    }
}
