package io.millrace.connectors.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes a JSON object of a CSV row, with the header's names as fields. A field is, with or without quotes: {@code null} when
 * it is empty without quotes; a boolean when it is {@code true} or {@code false}; a number when it is written as JSON writes
 * one without an exponent and has at most 15 digits (so that no reader rounds it); else a text, so {@code 007} stays one.
 */
final class CsvRows {

    private static final CsvFactory CSV = CsvFactory.builder()
            .enable(CsvParser.Feature.EMPTY_UNQUOTED_STRING_AS_NULL)
            .build();
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?");
    private static final int EXACT_DIGITS = 15;

    private final List<String> header;

    /** @throws BadLineException when a name is missing or doubled */
    CsvRows(byte[] headerRow) throws BadLineException {
        header = fields(headerRow);
        if (header.contains(null) || header.contains("")) {
            throw new BadLineException("has a header row with an empty name");
        }
        if (new HashSet<>(header).size() < header.size()) {
            throw new BadLineException("has a header row with the same name twice");
        }
    }

    /** @throws BadLineException when the row is not CSV or has another number of fields than the header */
    byte[] toJson(byte[] row) throws BadLineException {
        List<String> fields = fields(row);
        if (fields.size() != header.size()) {
            throw new BadLineException(
                    "The row has " + fields.size() + " fields, the header has " + header.size() + ".");
        }
        ByteArrayOutputStream object = new ByteArrayOutputStream(row.length * 2);
        try (JsonGenerator json = JSON.createGenerator(object)) {
            json.writeStartObject();
            for (int i = 0; i < fields.size(); i++) {
                json.writeFieldName(header.get(i));
                write(json, fields.get(i));
            }
            json.writeEndObject();
        } catch (IOException inMemory) {
            throw new IllegalStateException(inMemory);
        }
        return object.toByteArray();
    }

    private static void write(JsonGenerator json, String field) throws IOException {
        if (field == null) {
            json.writeNull();
        } else if (field.equals("true") || field.equals("false")) {
            json.writeBoolean(field.equals("true"));
        } else if (NUMBER.matcher(field).matches()
                && field.chars().filter(Character::isDigit).count() <= EXACT_DIGITS) {
            json.writeNumber(field);
        } else {
            json.writeString(field);
        }
    }

    private static List<String> fields(byte[] row) throws BadLineException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(row))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw new BadLineException("The row is not UTF-8.", notUtf8);
        }
        List<String> fields = new ArrayList<>();
        try (CsvParser csv = CSV.createParser(text)) {
            for (JsonToken token = csv.nextToken(); token != null; token = csv.nextToken()) {
                if (token.isScalarValue()) {
                    fields.add(token == JsonToken.VALUE_NULL ? null : csv.getText());
                }
            }
        } catch (IOException notCsv) {
            throw new BadLineException(
                    "The row is not CSV: a quote is not closed or stands in the wrong place.", notCsv);
        }
        return fields;
    }
}
