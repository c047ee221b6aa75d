package io.millrace.sinks.formats.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WideningTest {

    private final Widening widening = new Widening(Contradictions.REJECT);

    @Test
    void addsNewFieldsAtTheEndNullable() throws Exception {
        RecordType known = widening.widen(RecordType.EMPTY, record("b", Scalar.STRING));
        assertThat(widening.widen(known, record("a", Scalar.BOOLEAN)).fields())
                .containsExactly(new Field("b", Scalar.STRING, true), new Field("a", Scalar.BOOLEAN, true));
    }

    @ParameterizedTest
    @CsvSource({
        "SMALL_LONG, DOUBLE, DOUBLE",
        "DOUBLE, SMALL_LONG, DOUBLE",
        "SMALL_LONG, LONG, LONG",
        "LONG, SMALL_LONG, LONG",
        "STRING, NOTHING, STRING",
        "STRING, STRING, STRING"
    })
    void takesTheLeastTypeThatHoldsBoth(Scalar known, Scalar observed, Scalar wider) throws Exception {
        assertThat(widening.widen(record("a", known), record("a", observed))).isEqualTo(record("a", wider));
    }

    @ParameterizedTest
    @CsvSource({"LONG, DOUBLE", "DOUBLE, LONG", "STRING, SMALL_LONG", "BOOLEAN, DOUBLE"})
    void refusesContradictionsOrMakesThemText(Scalar known, Scalar observed) throws Exception {
        assertThatThrownBy(() -> widening.widen(record("a", known), record("a", observed)))
                .isInstanceOf(ContradictionException.class)
                .hasMessage("a is " + observed + " and was " + known + " in records before");
        assertThat(new Widening(Contradictions.STRING).widen(record("a", known), record("a", observed)))
                .isEqualTo(record("a", Scalar.STRING));
    }

    @ParameterizedTest
    @CsvSource({
        "TIMESTAMP_MILLIS, TIMESTAMP_MICROS, TIMESTAMP_MICROS",
        "TIME_MICROS, TIME_MILLIS, TIME_MICROS",
        "LONG, DOUBLE, DOUBLE",
        "DOUBLE, LONG, DOUBLE"
    })
    void takesTheWiderOfDeclaredTypes(Scalar known, Scalar observed, Scalar wider) throws Exception {
        assertThat(Widening.ofDeclared(Contradictions.REJECT).widen(record("a", known), record("a", observed)))
                .isEqualTo(record("a", wider));
    }

    @Test
    void keepsTheDigitsOfBothDecimals() throws Exception {
        RecordType known = record("a", new DecimalType(4, 1));
        assertThat(widening.widen(known, record("a", new DecimalType(5, 4))))
                .isEqualTo(record("a", new DecimalType(7, 4)));
        assertThatThrownBy(() -> widening.widen(record("a", new DecimalType(76, 0)), known))
                .isInstanceOf(ContradictionException.class);
    }

    @Test
    void knowsDeclaredRecordsFromMaps() throws Exception {
        Widening declared = Widening.ofDeclared(Contradictions.REJECT);
        RecordType map = record("a", new MapType(Scalar.LONG, false));
        RecordType many = record(
                "a",
                new RecordType(IntStream.rangeClosed(0, Widening.MAX_KEYS)
                        .mapToObj(i -> new Field("f" + i, Scalar.LONG, true))
                        .toList()));
        assertThat(declared.widen(RecordType.EMPTY, many)).isEqualTo(many);
        assertThat(declared.widen(RecordType.EMPTY, map)).isEqualTo(record("a", new MapType(Scalar.LONG, true)));
        assertThatThrownBy(() -> declared.widen(map, many)).isInstanceOf(ContradictionException.class);
        assertThatThrownBy(() -> declared.widen(many, map)).isInstanceOf(ContradictionException.class);
    }

    @Test
    void knowsAnEmptyListIsNoNumber() {
        Type nothings = new ListType(Scalar.NOTHING, true);
        assertThatThrownBy(() -> widening.widen(record("a", Scalar.LONG), record("a", nothings)))
                .isInstanceOf(ContradictionException.class);
    }

    @Test
    void leavesOutWhatNothingIsKnownOf() throws Exception {
        Type nothings = new ListType(record("x", new ListType(Scalar.NOTHING, true)), true);
        assertThat(widening.widen(RecordType.EMPTY, record("a", nothings))).isEqualTo(RecordType.EMPTY);
    }

    @Test
    void makesAMapOfAnObjectWithManyNames() throws Exception {
        RecordType known = RecordType.EMPTY;
        for (int i = 0; i < Widening.MAX_KEYS; i++) {
            known = widening.widen(known, record("o", record("k" + i, Scalar.SMALL_LONG)));
        }
        assertThat(known.fields().get(0).type()).isInstanceOf(RecordType.class);
        known = widening.widen(known, record("o", record("one more", Scalar.DOUBLE)));
        assertThat(known).isEqualTo(record("o", new MapType(Scalar.DOUBLE, true)));
        assertThat(widening.widen(known, record("o", record("and more", Scalar.BOOLEAN))))
                .as("values without a type in common")
                .isEqualTo(record("o", new MapType(Scalar.STRING, true)));
    }

    @Test
    void keepsTheOutermostObjectARecordUpToALimit() throws Exception {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < Widening.MAX_COLUMNS; i++) {
            fields.add(new Field("k" + i, Scalar.LONG, true));
        }
        RecordType known = widening.widen(RecordType.EMPTY, new RecordType(fields));
        assertThat(known.fields()).hasSize(Widening.MAX_COLUMNS);
        assertThatThrownBy(() -> widening.widen(known, record("one more", Scalar.LONG)))
                .isInstanceOf(ContradictionException.class);
    }

    @Test
    void keepsSchemasAsTheyWere() {
        Schema schema = new Schema(
                7,
                new RecordType(List.of(
                        new Field("a", Scalar.SMALL_LONG, true),
                        new Field("d", new DecimalType(20, 3), false),
                        new Field("l", new ListType(record("x", Scalar.UUID), false), true),
                        new Field("m", new MapType(new ListType(Scalar.BYTES, true), true), true))));
        assertThat(Schema.parse(schema.toBytes())).isEqualTo(schema);
    }

    @Test
    void widensOnTopOfWhoeverWasFirst() throws Exception {
        SchemaStore store = SchemaStore.inMemory();
        SharedSchema mine = new SharedSchema(store, "t", widening);
        SharedSchema theirs = new SharedSchema(store, "t", widening);
        theirs.widen(record("a", Scalar.STRING));
        theirs.widen(record("b", Scalar.STRING));
        Schema both = mine.widen(record("c", Scalar.LONG));
        assertThat(both.version()).isEqualTo(3);
        assertThat(both.type().fields()).extracting(Field::name).containsExactly("a", "b", "c");
        assertThat(theirs.widen(record("c", Scalar.SMALL_LONG))).isEqualTo(both);
        assertThat(new SharedSchema(store, "t", widening).current()).isEqualTo(both);
    }

    private static RecordType record(String name, Type type) {
        return new RecordType(List.of(new Field(name, type, true)));
    }
}
