package io.millrace.sinks.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.feed.DeliveryException;
import io.millrace.sinks.formats.schema.Contradictions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random records, written and read back by parquet-java, are what Jackson makes of the same bytes. */
class RandomRecordsTest {

    private static final int SHAPES = 100;
    private static final int RECORDS = 80;

    private final long seed = Long.getLong("millrace.seed", System.nanoTime());

    @TempDir
    private Path folder;

    @Test
    void readBackAsJacksonReadsThem() throws IOException {
        System.out.println("RandomRecordsTest: -Dmillrace.seed=" + seed);
        Random random = new Random(seed);
        int rejected = 0;
        for (int shape = 0; shape < SHAPES; shape++) {
            rejected += round(random, Files.createDirectory(folder.resolve("" + shape)));
        }
        assertThat(rejected).as("of " + SHAPES * RECORDS + " records").isBetween(1, SHAPES * RECORDS / 3);
    }

    private int round(Random random, Path place) throws IOException {
        RandomJson json = new RandomJson(random);
        boolean small = random.nextBoolean();
        ParquetSettings settings =
                small ? ParquetFiles.settings(1 << 11, 1 << 8) : ParquetFiles.settings(1 << 24, 1 << 20);
        ParquetFiles files = ParquetFiles.inferring(place, settings, Contradictions.REJECT);
        List<Object> expected = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        // Enough for pages to end, and, in the half of them, row groups.
        for (int i = 0; i < RECORDS * (small ? 10 : 1); i++) {
            String text = json.text(json.next());
            byte[] value = text.getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(20) == 0) {
                value[random.nextInt(value.length)] = (byte) random.nextInt(256);
            }
            if (random.nextInt(RECORDS) == 0) {
                files.spill();
            }
            try {
                files.write(value);
                expected.add(comparable(new JsonObject(Buffer.buffer(value)).getMap()));
                texts.add(text);
            } catch (DeliveryException rejected) {
                assertThat(rejected.steer()).isEqualTo(DeliveryException.Steer.REJECTED);
            }
        }
        List<Object> found = new ArrayList<>();
        if (expected.isEmpty()) {
            return RECORDS;
        }
        for (Path file : files.finish()) {
            ParquetRows.read(file).forEach(row -> found.add(comparable(row)));
        }
        for (int i = 0; i < Math.min(found.size(), expected.size()); i++) {
            assertThat(found.get(i))
                    .as("seed " + seed + ", record " + texts.get(i))
                    .isEqualTo(expected.get(i));
        }
        assertThat(found).as("seed " + seed).hasSameSizeAs(expected);
        return small ? 0 : RECORDS - found.size();
    }

    /** Without what says nothing, such as null and empty lists, which a schema may not know yet; numbers as doubles, if exact. */
    private static Object comparable(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> fields = new LinkedHashMap<>();
            map.forEach((name, each) -> {
                Object field = comparable(each);
                if (field != null) {
                    fields.put(name, field);
                }
            });
            return fields.isEmpty() ? null : fields;
        }
        if (value instanceof List<?> list) {
            List<Object> elements = new ArrayList<>();
            list.forEach(each -> elements.add(comparable(each)));
            return elements.stream().allMatch(each -> each == null) ? null : elements;
        }
        if (value instanceof Number number) {
            double near = number.doubleValue() + 0.0;
            return value instanceof Long exact && (long) near != exact ? value : (Object) near;
        }
        return value;
    }
}
