package io.millrace.sinks.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.feed.DeliveryException;
import io.millrace.sinks.formats.schema.Contradictions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetEncoderTest {

    @TempDir
    private Path folder;

    @Test
    void writesValuesOfAllKindsAndNestings() throws IOException {
        List<Path> files = ParquetFiles.inferring(folder)
                .write("{\"b\":true,\"l\":-7,\"d\":1.5,\"s\":\"ü\\n\",\"o\":{\"x\":1},\"a\":[1,null],\"n\":null}")
                .write("{\"a\":[],\"o\":{},\"b\":false}")
                .write("{\"m\":[{\"p\":[\"u\",\"v\"]},{},null],\"l\":9007199254740993}")
                .finish();
        assertThat(files).hasSize(1);
        assertThat(ParquetRows.read(files.get(0)))
                .containsExactly(
                        Map.of(
                                "b",
                                true,
                                "l",
                                -7L,
                                "d",
                                1.5,
                                "s",
                                "ü\n",
                                "o",
                                Map.of("x", 1L),
                                "a",
                                Arrays.asList(1L, null)),
                        Map.of("a", List.of(), "o", Map.of(), "b", false),
                        Map.of(
                                "m",
                                Arrays.asList(Map.of("p", List.of("u", "v")), Map.of(), null),
                                "l",
                                9007199254740993L));
    }

    @Test
    void goesOnInTheSameFileWhenTheSchemaWidens() throws IOException {
        List<Path> files = ParquetFiles.inferring(folder)
                .write("{\"a\":1,\"o\":{\"x\":1},\"m\":[{\"x\":1},{\"x\":2}]}")
                .write("{\"a\":2,\"m\":[]}")
                .write("{\"a\":2.5,\"o\":{\"y\":\"new\"},\"m\":[{\"y\":[1]},{\"x\":3}],\"z\":true}")
                .write("{\"a\":3}")
                .finish();
        assertThat(files).hasSize(1);
        assertThat(ParquetRows.read(files.get(0)))
                .containsExactly(
                        Map.of("a", 1.0, "o", Map.of("x", 1L), "m", List.of(Map.of("x", 1L), Map.of("x", 2L))),
                        Map.of("a", 2.0, "m", List.of()),
                        Map.of(
                                "a",
                                2.5,
                                "o",
                                Map.of("y", "new"),
                                "m",
                                List.of(Map.of("y", List.of(1L)), Map.of("x", 3L)),
                                "z",
                                true),
                        Map.of("a", 3.0));
    }

    @Test
    void beginsAnotherFileOnlyWhenTheSchemaWidensAfterAPage() throws IOException {
        ParquetFiles files = ParquetFiles.inferring(folder);
        for (int i = 0; i < 25_000; i++) {
            files.write("{\"a\":" + i + "}");
        }
        for (int i = 0; i < 10; i++) {
            files.write("{\"a\":1,\"b\":2}").write("{\"a\":3}");
        }
        List<Path> written = files.finish();
        assertThat(written).as("alternating shapes make no more files").hasSize(2);
        assertThat(ParquetRows.read(written.get(0))).hasSize(25_000);
        assertThat(ParquetRows.read(written.get(1))).hasSize(20).contains(Map.of("a", 1L, "b", 2L), Map.of("a", 3L));
    }

    @Test
    void writesNothingOfARejectedRecord() throws IOException {
        ParquetFiles files = ParquetFiles.inferring(folder).write("{\"a\":1,\"b\":[{\"c\":\"x\"}]}");
        for (String bad : List.of(
                "",
                "{",
                "[]",
                "{\"a\":2,\"b\":[{\"c\":\"y\"},{\"c\":\"z\"",
                "{\"b\":[{\"c\":\"y\"}],\"a\":\"text\"}",
                "{\"a\":2,\"a\":3}",
                "{\"b\":[{\"c\":\"\\ud800\"}]}",
                "{\"b\":[{\"c\":\"\u0001\"}]}",
                "{\"a\":1e999}",
                "{\"a\":2} {\"a\":3}",
                "{\"a\":02}",
                "{\"a\":2,}",
                "{\"a\":true}")) {
            assertThatThrownBy(() -> files.write(bad))
                    .as(bad)
                    .isInstanceOfSatisfying(
                            DeliveryException.class,
                            told -> assertThat(told.steer()).isEqualTo(DeliveryException.Steer.REJECTED));
        }
        files.write("{\"a\":4}");
        assertThat(ParquetRows.read(files.finish().get(0)))
                .containsExactly(Map.of("a", 1L, "b", List.of(Map.of("c", "x"))), Map.of("a", 4L));
    }

    @Test
    void makesTextsOfContradictionsWhenTold() throws IOException {
        ParquetSettings settings = ParquetFiles.settings(1 << 24, 1 << 20);
        ParquetFiles files = ParquetFiles.inferring(folder, settings, Contradictions.STRING)
                .write("{\"a\":1}")
                .write("{\"a\":\"x\"}")
                .write("{\"a\":{\"b\": [2]}}");
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Path file : files.finish()) {
            rows.addAll(ParquetRows.read(file));
        }
        assertThat(rows).containsExactly(Map.of("a", 1L), Map.of("a", "x"), Map.of("a", "{\"b\": [2]}"));
    }

    @Test
    void tellsInTheFooterWhereTheRecordsAreFrom() throws IOException {
        Path file = ParquetFiles.inferring(folder)
                .write("{\"a\":1}")
                .write("{\"b\":1}")
                .finish()
                .get(0);
        ParquetMetadata footer = ParquetRows.footer(file);
        assertThat(footer.getFileMetaData().getKeyValueMetaData())
                .containsAllEntriesOf(Map.of(
                        "millrace.topic", "t",
                        "millrace.partition", "3",
                        "millrace.first.offset", "100",
                        "millrace.last.offset", "101",
                        "millrace.schema.version", "2"));
    }

    @Test
    void keepsStatisticsThatBoundTheValues() throws IOException {
        ParquetFiles files = ParquetFiles.inferring(folder);
        for (int i = 0; i < 50_000; i++) {
            files.write("{\"l\":" + (i - 100) + ",\"d\":" + (i % 7 - 3) + ".5,\"s\":\"k" + i % 10 + "\",\"u\":\"" + i
                    + "\",\"b\":true}");
        }
        files.write("{\"l\":null}");
        for (ColumnChunkMetaData column :
                ParquetRows.footer(files.finish().get(0)).getBlocks().get(0).getColumns()) {
            String expected = switch (column.getPath().toDotString()) {
                case "l" -> "-100 49899";
                case "d" -> "-3.5 3.5";
                case "s" -> "k0 k9";
                case "u" -> "0 9999";
                default -> "true true";
            };
            assertThat(column.getStatistics().minAsString() + " "
                            + column.getStatistics().maxAsString())
                    .isEqualTo(expected);
            assertThat(column.getStatistics().getNumNulls()).isEqualTo(1);
        }
    }

    @Test
    void writesRowGroupsOfHugeRecordsBeforeTheyFillTheMemory() throws IOException {
        ParquetFiles files =
                ParquetFiles.inferring(folder, ParquetFiles.settings(1 << 20, 1 << 16), Contradictions.REJECT);
        for (int i = 0; i < 20; i++) {
            files.write("{\"text\":\"" + (char) ('a' + i) + "x".repeat(512 * 1024) + "\"}");
            assertThat(files.held()).isLessThan(4 << 20);
        }
        Path file = files.finish().get(0);
        assertThat(ParquetRows.footer(file).getBlocks()).hasSizeGreaterThan(3);
        assertThat(ParquetRows.read(file)).hasSize(20);
    }

    @Test
    void goesOnInTheSameFileAfterItsMemoryWasWanted() throws IOException {
        ParquetFiles files = ParquetFiles.inferring(folder);
        for (int group = 0; group < 50; group++) {
            for (int i = 0; i < 200; i++) {
                files.write("{\"group\":" + group + ",\"text\":\"" + "x".repeat(i) + "\"}");
            }
            assertThat(files.spillable()).isGreaterThan(16 * 1024);
            files.spill();
            assertThat(files.spillable()).isZero();
        }
        assertThat(files.held()).as("of 50 row groups").isLessThan(50 * 1024);
        List<Path> written = files.finish();
        assertThat(written).hasSize(1);
        assertThat(ParquetRows.read(written.get(0))).hasSize(10_000);
        ParquetMetadata footer = ParquetRows.footer(written.get(0));
        assertThat(footer.getBlocks()).hasSize(50);
        try (ParquetFileReader reader = ParquetRows.open(written.get(0))) {
            for (int group = 0; group < 50; group++) {
                ColumnChunkMetaData column =
                        footer.getBlocks().get(group).getColumns().get(0);
                assertThat(reader.readColumnIndex(column).getMinValues().get(0).getLong(0))
                        .as("the least, by the page index")
                        .isEqualTo(group);
                assertThat(reader.readOffsetIndex(column).getOffset(0)).isEqualTo(column.getFirstDataPageOffset());
            }
        }
    }

    @Test
    void doesNotThinkThatAFewRowsAreWorthARowGroup() throws IOException {
        ParquetFiles files = ParquetFiles.inferring(folder);
        assertThat(files.spillable()).isZero();
        files.write("{\"a\":1}");
        assertThat(files.spillable()).isLessThan(files.held());
    }

    @Test
    void holdsLittleWhileThereIsLittleInIt() throws IOException {
        ParquetFiles files = ParquetFiles.inferring(folder);
        for (int i = 0; i < 10; i++) {
            files.write("{\"id\":" + i + ",\"name\":\"n" + i
                    + "\",\"place\":{\"lat\":1.5,\"lon\":2.5},\"tags\":[\"a\",\"b\"]}");
        }
        assertThat(files.held()).isPositive().isLessThan(8 * 1024);
    }
}
