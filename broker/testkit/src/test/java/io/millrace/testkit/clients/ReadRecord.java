package io.millrace.testkit.clients;

import java.util.List;

/** A record as a client printed it. */
record ReadRecord(int partition, long offset, String key, String value) {

    static List<ReadRecord> of(List<String> lines) {
        return lines.stream().map(ReadRecord::of).toList();
    }

    private static ReadRecord of(String line) {
        String[] fields = line.split("\t", 4);
        return new ReadRecord(Integer.parseInt(fields[0]), Long.parseLong(fields[1]), fields[2], fields[3]);
    }

    /** As it was given to the client that wrote it. */
    String line() {
        return key + "\t" + value;
    }
}
