package io.millrace.bench.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.bench.encoding.Encoder;
import io.millrace.sinks.formats.parquet.PageCompressor;
import io.millrace.sinks.formats.parquet.ParquetCodec;
import io.millrace.sinks.formats.parquet.StreamFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * What one writes in an afternoon: Jackson's ObjectMapper makes maps, these become Avro's generic records, parquet-avro writes them. The
 * schema is given; compression is the same code as ours.
 */
public final class NaiveParquet implements Encoder {

    private static final Schema BID = SchemaBuilder.record("bid")
            .fields()
            .optionalLong("auction")
            .name("bidder")
            .type(SchemaBuilder.record("bidder")
                    .fields()
                    .optionalLong("id")
                    .optionalString("name")
                    .optionalDouble("rating")
                    .endRecord())
            .noDefault()
            .optionalLong("price")
            .optionalString("currency")
            .optionalString("channel")
            .optionalString("url")
            .optionalLong("dateTime")
            .name("item")
            .type(SchemaBuilder.record("item")
                    .fields()
                    .optionalLong("category")
                    .optionalString("city")
                    .optionalString("state")
                    .endRecord())
            .noDefault()
            .name("tags")
            .type(SchemaBuilder.array().items(SchemaBuilder.builder().stringType()))
            .noDefault()
            .name("session")
            .type(SchemaBuilder.record("session")
                    .fields()
                    .optionalString("agent")
                    .optionalString("extra")
                    .endRecord())
            .noDefault()
            .endRecord();

    private final ObjectMapper mapper = new ObjectMapper();
    private final ParquetWriter<GenericData.Record> writer;

    public NaiveParquet(OutputStream out) throws IOException {
        writer = AvroParquetWriter.<GenericData.Record>builder(new StreamFile(out, 0))
                .withSchema(BID)
                .withDataModel(GenericData.get())
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new Codecs())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .withPageSize(PAGE_BYTES)
                .build();
    }

    @Override
    public void write(byte[] json) throws IOException {
        writer.write(record(BID, mapper.readValue(json, Map.class)));
    }

    private static GenericData.Record record(Schema schema, Map<?, ?> fields) {
        GenericData.Record record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            record.put(field.pos(), value(field.schema(), fields.get(field.name())));
        }
        return record;
    }

    private static Object value(Schema schema, Object value) {
        if (value instanceof Map<?, ?> fields) {
            return record(schema, fields);
        }
        if (value instanceof Integer number) {
            return number.longValue();
        }
        return value instanceof List<?> list ? new GenericData.Array<>(schema, list) : value;
    }

    @Override
    public void finish() throws IOException {
        writer.close();
    }

    private static final class Codecs implements CompressionCodecFactory {

        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName codec) {
            return new PageCompressor(ParquetCodec.ZSTD, ZSTD_LEVEL);
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
            throw new UnsupportedOperationException("nothing is read");
        }

        @Override
        public void release() {}
    }
}
