package io.millrace.processing.flink.application;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ids of an application's jobs: chosen before they are submitted, so that each is found again whatever happens meanwhile. */
final class JobIds {

    /** Source: JobID of Flink has 16; the last four count. */
    private static final int PREFIX_BYTES = 12;

    private JobIds() {}

    /**
     * @param uid of the deployment
     * @param number from 1
     */
    static String of(String uid, int number) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(uid.getBytes(StandardCharsets.UTF_8));
            byte[] id = ByteBuffer.allocate(PREFIX_BYTES + Integer.BYTES)
                    .put(digest, 0, PREFIX_BYTES)
                    .putInt(number)
                    .array();
            return HexFormat.of().formatHex(id);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
