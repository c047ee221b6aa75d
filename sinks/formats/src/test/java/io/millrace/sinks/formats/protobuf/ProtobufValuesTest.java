package io.millrace.sinks.formats.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.millrace.api.feed.DeliveryException;
import io.millrace.sinks.formats.json.RowText;
import io.millrace.sinks.formats.row.Layout;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.schema.Contradictions;
import io.millrace.sinks.formats.schema.Field;
import io.millrace.sinks.formats.schema.RecordType;
import io.millrace.sinks.formats.schema.Scalar;
import io.millrace.sinks.formats.schema.Schema;
import io.millrace.sinks.formats.schema.SchemaException;
import io.millrace.sinks.formats.schema.Widening;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that protobuf-java's own writer wrote, field by field. */
class ProtobufValuesTest {

    private static final String ALL = """
            syntax = "proto3";
            package shop;
            import "google/protobuf/timestamp.proto";
            import "google/protobuf/wrappers.proto";
            enum State { NEW = 0; PAID = 1; }
            message Unused { message Deep { sint64 x = 1; } }
            message Order {
              message Item { string name = 1; int32 count = 2; }
              double d = 1;
              float f = 2;
              int32 i = 3;
              int64 l = 4;
              uint32 u = 5;
              uint64 ul = 6;
              sint32 s = 7;
              sint64 sl = 8;
              fixed32 x = 9;
              fixed64 xl = 10;
              sfixed32 sx = 11;
              sfixed64 sxl = 12;
              bool b = 13;
              string t = 14;
              bytes y = 15;
              State state = 16;
              optional int32 maybe = 17;
              repeated int32 packed = 18;
              repeated string texts = 19;
              Item item = 20;
              repeated Item items = 21;
              map<string, int64> counts = 22;
              map<int32, Item> byNumber = 23;
              google.protobuf.Timestamp at = 24;
              google.protobuf.Int64Value wrapped = 25;
              oneof choice { string left = 26; Item right = 27; }
              Nothing nothing = 28;
              Unused.Deep deep = 29;
            }
            message Nothing {}
            """;

    /** What is written by whoever writes a message. */
    private interface Writing {
        void to(CodedOutputStream out) throws IOException;
    }

    @Test
    void readsEveryType() throws Exception {
        byte[] item = bytes(out -> {
            out.writeString(1, "x");
            out.writeInt32(2, -7);
        });
        byte[] value = bytes(out -> {
            out.writeDouble(1, 1.5);
            out.writeFloat(2, 0.5f);
            out.writeInt32(3, -1);
            out.writeInt64(4, Long.MIN_VALUE);
            out.writeUInt32(5, -1);
            out.writeUInt64(6, Long.MAX_VALUE);
            out.writeSInt32(7, -3);
            out.writeSInt64(8, -4);
            out.writeFixed32(9, -1);
            out.writeFixed64(10, 5);
            out.writeSFixed32(11, -6);
            out.writeSFixed64(12, -7);
            out.writeBool(13, true);
            out.writeString(14, "é\"");
            out.writeByteArray(15, new byte[] {1, 2});
            out.writeEnum(16, 1);
            out.writeInt32(17, 0);
            out.writeByteArray(18, new byte[] {1, 2});
            out.writeInt32(18, 3);
            out.writeString(19, "a");
            out.writeInt32(99, 1);
            out.writeString(19, "");
            out.writeByteArray(20, item);
            out.writeByteArray(21, item);
            out.writeByteArray(21, new byte[0]);
            out.writeByteArray(22, bytes(entry -> {
                entry.writeString(1, "k");
                entry.writeInt64(2, 9);
            }));
            out.writeByteArray(22, new byte[0]);
            out.writeByteArray(23, bytes(entry -> {
                entry.writeByteArray(2, item);
                entry.writeInt32(1, 5);
            }));
            out.writeByteArray(24, bytes(time -> {
                time.writeInt64(1, 1_767_225_600L);
                time.writeInt32(2, 123_456_789);
            }));
            out.writeByteArray(25, new byte[0]);
            out.writeByteArray(27, item);
            out.writeByteArray(28, new byte[0]);
            out.writeByteArray(29, bytes(deep -> deep.writeSInt64(1, -2)));
        });
        assertThat(json(ALL, ORDER, value)).isEqualTo("""
                {"d":1.5,"f":0.5,"i":-1,"l":-9223372036854775808,"u":4294967295,"ul":9223372036854775807,"s":-3,"sl":-4,\
                "x":4294967295,"xl":5,"sx":-6,"sxl":-7,"b":true,"t":"é\\"","y":"AQI=","state":"PAID","maybe":0,\
                "packed":[1,2,3],"texts":["a",""],"item":{"name":"x","count":-7},\
                "items":[{"name":"x","count":-7},{"name":"","count":0}],"counts":{"k":9,"":0},\
                "byNumber":{"5":{"name":"x","count":-7}},"at":"2026-01-01T00:00:00.123456Z","wrapped":0,\
                "nothing":true,"deep":{"x":-2},"left":null,"right":{"name":"x","count":-7}}""");
    }

    @Test
    void tellsDefaultsThatAreNotWritten() throws Exception {
        assertThat(json(ALL, ORDER, new byte[0])).isEqualTo("""
                {"d":0.0,"f":0.0,"i":0,"l":0,"u":0,"ul":0,"s":0,"sl":0,"x":0,"xl":0,"sx":0,"sxl":0,"b":false,"t":"","y":"",\
                "state":"NEW","maybe":null,"packed":[],"texts":[],"item":null,"items":[],"counts":{},"byNumber":{},"at":null,\
                "wrapped":null,"nothing":null,"deep":null,"left":null,"right":null}""");
        assertThat(json("message Old { optional int32 a = 1; required string b = 2; }", new byte[] {0}, new byte[0]))
                .isEqualTo("{\"a\":null,\"b\":null}");
    }

    @Test
    void findsTheMessageThatTheHeaderNames() throws Exception {
        assertThat(json(ALL, new byte[] {4, 0, 0}, bytes(out -> out.writeSInt64(1, 8))))
                .isEqualTo("{\"x\":8}");
        assertThat(ProtobufValues.headerEnd(new byte[] {0, 0, 0, 0, 1, 0, 8}, 5))
                .isEqualTo(6);
        assertThat(ProtobufValues.headerEnd(new byte[] {0, 0, 0, 0, 1, 4, 2, 0, 8}, 5))
                .isEqualTo(8);
        assertThatThrownBy(() -> ProtobufValues.headerEnd(new byte[] {0, 0, 0, 0, 1, 4, 2}, 5))
                .isInstanceOf(DeliveryException.class);
    }

    @Test
    void findsWhatIsImported() throws Exception {
        String item = "syntax = \"proto3\"; package a.b; message Item { string name = 1; }";
        String order = "syntax = \"proto3\"; package a.c; import \"item.proto\"; message Order { b.Item item = 1; }";
        ProtobufValues values = new ProtobufValues(order, List.of(item), new byte[] {0}, 0);
        assertThat(json(
                        values,
                        layout(values),
                        bytes(out -> out.writeByteArray(1, bytes(in -> in.writeString(1, "x"))))))
                .isEqualTo("{\"item\":{\"name\":\"x\"}}");
    }

    @Test
    void tellsInTextWhatTheLayoutHasAsText() throws Exception {
        ProtobufValues values = new ProtobufValues(ALL, List.of(), ORDER, 0);
        RecordType texts = new RecordType(values.type().fields().stream()
                .map(field -> new Field(field.name(), Scalar.STRING, true))
                .toList());
        byte[] value = bytes(out -> {
            out.writeInt32(3, 7);
            out.writeInt32(18, 1);
            out.writeString(19, "a");
            out.writeInt32(18, 2);
            out.writeByteArray(20, bytes(item -> item.writeString(1, "x")));
            out.writeEnum(16, 5);
        });
        assertThat(json(values, new Layout(new Schema(1, texts)), value))
                .contains(
                        "\"i\":\"7\"",
                        "\"l\":\"0\"",
                        "\"packed\":\"[1,2]\"",
                        "\"texts\":\"[\\\"a\\\"]\"",
                        "\"items\":\"[]\"")
                .contains("\"item\":\"{\\\"name\\\":\\\"x\\\",\\\"count\\\":0}\"", "\"state\":\"5\"", "\"maybe\":null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "message A { A a = 1; } | a is a A inside another one, without an end",
                "message A { B b = 1; } | b is a B, which is neither in the schema nor in what it refers to",
                "message A {} | A has no fields",
                "enum E { X = 0; } | it has no message at [0]",
                "mess | it is not a Protobuf schema",
                "message A { map<A, string> a = 1; } | a has keys that are no numbers and no texts",
                "message A { map<string, Missing> a = 1; } | a is a Missing, which is neither"
            })
    void refusesWhatFilesCannotHold(String text, String why) {
        assertThatThrownBy(() -> new ProtobufValues("syntax = \"proto3\"; " + text, List.of(), new byte[] {0}, 0))
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith(why);
    }

    /** Whatever the bytes, they are read or rejected. */
    @Test
    void survivesBytesThatAreSpoilt() throws Exception {
        byte[] value = bytes(out -> {
            out.writeString(14, "text");
            out.writeByteArray(21, bytes(item -> item.writeString(1, "x")));
            out.writeByteArray(22, bytes(entry -> entry.writeString(1, "k")));
            out.writeBytes(15, ByteString.copyFromUtf8("bytes"));
            out.writeByteArray(24, bytes(time -> time.writeInt64(1, 5)));
            out.writeByteArray(18, new byte[] {1, 2, 3});
            out.writeDouble(1, 5);
        });
        ProtobufValues values = new ProtobufValues(ALL, List.of(), ORDER, 0);
        Layout layout = layout(values);
        Random random = new Random(7);
        int rejected = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] spoilt = Arrays.copyOf(value, round % 5 == 0 ? random.nextInt(value.length) + 1 : value.length);
            spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt(256);
            try {
                json(values, layout, spoilt);
            } catch (DeliveryException told) {
                assertThat(told.steer()).isEqualTo(DeliveryException.Steer.REJECTED);
                rejected++;
            }
        }
        assertThat(rejected).isBetween(1, 19_999);
    }

    /** The message after an unused one. */
    private static final byte[] ORDER = {2, 2};

    private static byte[] bytes(Writing writing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        writing.to(out);
        out.flush();
        return bytes.toByteArray();
    }

    private static Layout layout(ProtobufValues values) throws Exception {
        RecordType type = Widening.ofDeclared(Contradictions.REJECT).widen(RecordType.EMPTY, values.type());
        return new Layout(new Schema(1, type));
    }

    private static String json(String schema, byte[] path, byte[] value) throws Exception {
        ProtobufValues values = new ProtobufValues(schema, List.of(), path, 0);
        return json(values, layout(values), value);
    }

    private static String json(ProtobufValues values, Layout layout, byte[] value) {
        byte[] behind = new byte[6 + value.length];
        System.arraycopy(value, 0, behind, 6, value.length);
        Row row = new Row(layout);
        row.begin(behind);
        values.reader(layout).read(behind, 6, row);
        return new RowText(layout).object(row).toString();
    }
}
