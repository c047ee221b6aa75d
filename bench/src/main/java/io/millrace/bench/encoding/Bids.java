package io.millrace.bench.encoding;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Random;
import java.util.stream.LongStream;

/** Bids like Nexmark's, about 368 bytes each: three objects, a list of texts, 15 columns. The same ones each time. */
public final class Bids {

    /** Bytes of a record and its line break, rounded up. */
    static final int LINE_BYTES = 372;

    private static final String[] FIRST = {"Peter", "Paul", "Luke", "John", "Saul", "Vicky", "Kate", "Julie", "Sarah"};
    private static final String[] LAST = {"Shultz", "Abrams", "Spencer", "White", "Bartels", "Walton", "Smith", "Jones"
    };
    private static final String[] CITIES = {
        "Phoenix", "Los Angeles", "San Francisco", "Boise", "Portland", "Bend", "Redmond"
    };
    private static final String[] STATES = {"AZ", "CA", "ID", "OR", "WA", "WY"};
    private static final String[] CHANNELS = {"Google", "Facebook", "Baidu", "Apple"};
    private static final String[] TAGS = {"new", "used", "rare", "sealed", "boxed", "signed", "bulk", "local"};
    private static final String[] AGENTS = {"Firefox/128.0", "Chrome/126.0.0.0", "Safari/17.5", "Edge/126.0.2592"};
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    private Bids() {}

    /** Writes so many lines of JSON. */
    static void write(Path file, long records) throws IOException {
        Random random = new Random(42);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (long i = 0; i < records; i++) {
                out.write(bid(random, i).getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    /** So many values, without line breaks. */
    public static Iterator<byte[]> values(long records) {
        Random random = new Random(42);
        return LongStream.range(0, records)
                .mapToObj(i -> bid(random, i).strip().getBytes(StandardCharsets.US_ASCII))
                .iterator();
    }

    private static String bid(Random random, long number) {
        String first = any(FIRST, random);
        String last = any(LAST, random);
        int bidder = 1_000 + random.nextInt(100_000);
        int channel = random.nextInt(10_000);
        return "{\"auction\":" + (1_000 + number / 50 + random.nextInt(100))
                + ",\"bidder\":{\"id\":" + bidder
                + ",\"name\":\"" + first + ' ' + last
                + "\",\"rating\":" + random.nextInt(50) / 10.0
                + "},\"price\":" + (100 + (long) Math.pow(10, 2 + 5 * random.nextDouble()))
                + ",\"currency\":\"USD\",\"channel\":\"" + any(CHANNELS, random)
                + "\",\"url\":\"https://auctions.example/" + letters(random, 5) + '/' + letters(random, 5)
                + "/item.htm?channel_id=" + channel
                + "\",\"dateTime\":" + (1_700_000_000_000L + number / 10)
                + ",\"item\":{\"category\":" + (10 + random.nextInt(5))
                + ",\"city\":\"" + any(CITIES, random)
                + "\",\"state\":\"" + any(STATES, random)
                + "\"},\"tags\":[\"" + any(TAGS, random) + "\",\"" + any(TAGS, random)
                + "\"],\"session\":{\"agent\":\"" + any(AGENTS, random)
                + "\",\"extra\":\"" + letters(random, 32)
                + "\"}}\n";
    }

    private static String any(String[] words, Random random) {
        return words[random.nextInt(words.length)];
    }

    private static String letters(Random random, int count) {
        StringBuilder letters = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return letters.toString();
    }
}
