package io.millrace.cli.topics;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.Table;
import java.util.Locale;

/** How far a reader is behind, by partition as the API tells it. */
public final class Lag {

    private Lag() {}

    public static Table table(JsonNode partitions) {
        Table table = new Table("TOPIC", "PARTITION", "COMMITTED", "END", "LAG", "SECONDS");
        for (JsonNode partition : partitions) {
            table.row(
                    partition.path("topic").asText(),
                    partition.path("partition").asInt(),
                    partition.path("committed").isNull()
                            ? "-"
                            : partition.path("committed").asText(),
                    partition.path("end").asLong(),
                    partition.path("records").asLong(),
                    number(partition.path("seconds")));
        }
        return table;
    }

    /** Over all partitions, in records. */
    public static long records(JsonNode partitions) {
        long records = 0;
        for (JsonNode partition : partitions) {
            records += partition.path("records").asLong();
        }
        return records;
    }

    /** Without a fraction where it says nothing: {@code 1240}, {@code 3.5}, {@code 0}. */
    public static String number(JsonNode value) {
        double number = value.asDouble();
        return number == 0 || number >= 100
                ? String.format(Locale.ROOT, "%.0f", number)
                : String.format(Locale.ROOT, "%.1f", number);
    }
}
