package io.millrace.sinks.formats.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** Reads Parquet files by parquet-java, with checksums verified. Nulls are left out of maps. */
final class ParquetRows {

    private ParquetRows() {}

    static ParquetFileReader open(Path file) throws IOException {
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .usePageChecksumVerification()
                .build();
        return ParquetFileReader.open(new LocalInputFile(file), options);
    }

    static ParquetMetadata footer(Path file) throws IOException {
        try (ParquetFileReader reader = open(file)) {
            return reader.getFooter();
        }
    }

    static List<Map<String, Object>> read(Path file) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (ParquetFileReader reader = open(file)) {
            MessageType schema = reader.getFileMetaData().getSchema();
            for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
                RecordReader<Group> records = new ColumnIOFactory()
                        .getColumnIO(schema)
                        .getRecordReader(pages, new GroupRecordConverter(schema));
                for (long row = 0; row < pages.getRowCount(); row++) {
                    rows.add(fields(records.read(), schema));
                }
            }
        }
        return rows;
    }

    private static Map<String, Object> fields(Group group, GroupType type) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int field = 0; field < type.getFieldCount(); field++) {
            if (group.getFieldRepetitionCount(field) > 0) {
                fields.put(type.getFieldName(field), value(group, field, 0, type.getType(field)));
            }
        }
        return fields;
    }

    private static Object value(Group group, int field, int index, Type type) {
        if (type.isPrimitive()) {
            return primitive(group, field, index, type.asPrimitiveType());
        }
        Group inner = group.getGroup(field, index);
        GroupType inside = type.asGroupType();
        LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
        boolean list = annotation instanceof ListLogicalTypeAnnotation;
        if (!list && !(annotation instanceof MapLogicalTypeAnnotation)) {
            return fields(inner, inside);
        }
        GroupType repeated = inside.getType(0).asGroupType();
        List<Object> elements = new ArrayList<>();
        Map<String, Object> entries = new LinkedHashMap<>();
        for (int i = 0; i < inner.getFieldRepetitionCount(0); i++) {
            Group each = inner.getGroup(0, i);
            int last = repeated.getFieldCount() - 1;
            Object value =
                    each.getFieldRepetitionCount(last) == 0 ? null : value(each, last, 0, repeated.getType(last));
            if (list) {
                elements.add(value);
            } else {
                entries.put(each.getString(0, 0), value);
            }
        }
        return list ? elements : entries;
    }

    private static Object primitive(Group group, int field, int index, PrimitiveType type) {
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> group.getBoolean(field, index);
            case INT32 -> group.getInteger(field, index);
            case INT64 -> group.getLong(field, index);
            case DOUBLE -> group.getDouble(field, index);
            case BINARY -> group.getString(field, index);
            default -> group.getBinary(field, index);
        };
    }
}
