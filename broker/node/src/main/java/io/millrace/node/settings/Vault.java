package io.millrace.node.settings;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals the literal secrets of definitions with {@code <dataDir>/secret.key} before they are stored. Safe for any thread; the
 * first use reads or makes the key and may block on the disk.
 *
 * <p>Cipher: AES-256-GCM. The initialisation vector is taken from an HMAC of the text, so that the same secret is sealed to the
 * same text each time and an unchanged definition stays unchanged; what that tells an onlooker is that two secrets are equal.
 */
public final class Vault {

    /** 32 for the cipher, 32 for the vectors. */
    private static final int KEY_BYTES = 64;

    private static final int CIPHER_BYTES = 32;
    private static final int VECTOR_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte VERSION = 1;

    private final Path file;
    private byte[] key;

    /** @param dataDir the node's; made when it is not there */
    public Vault(Path dataDir) {
        this.file = dataDir.resolve("secret.key");
    }

    /**
     * @return text of letters, digits, {@code -} and {@code _}
     * @throws ProblemException when the key cannot be read or made
     */
    public String seal(String secret) {
        byte[] plain = secret.getBytes(StandardCharsets.UTF_8);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(), CIPHER_BYTES, CIPHER_BYTES, "HmacSHA256"));
            byte[] vector = Arrays.copyOf(mac.doFinal(plain), VECTOR_BYTES);
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, vector).doFinal(plain);
            byte[] whole = ByteBuffer.allocate(1 + VECTOR_BYTES + sealed.length)
                    .put(VERSION)
                    .put(vector)
                    .put(sealed)
                    .array();
            return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no AES-GCM", missing);
        }
    }

    /** @throws ProblemException when the text was not sealed with this key, or was changed since */
    public String open(String sealed) {
        try {
            byte[] whole = Base64.getUrlDecoder().decode(sealed);
            if (whole.length <= 1 + VECTOR_BYTES || whole[0] != VERSION) {
                throw foreign();
            }
            byte[] vector = Arrays.copyOfRange(whole, 1, 1 + VECTOR_BYTES);
            byte[] plain = cipher(Cipher.DECRYPT_MODE, vector)
                    .doFinal(whole, 1 + VECTOR_BYTES, whole.length - 1 - VECTOR_BYTES);
            return new String(plain, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException refused) {
            throw foreign();
        }
    }

    private Cipher cipher(int mode, byte[] vector) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key(), 0, CIPHER_BYTES, "AES"), new GCMParameterSpec(TAG_BITS, vector));
        return cipher;
    }

    private synchronized byte[] key() {
        if (key == null) {
            try {
                key = read();
            } catch (NoSuchFileException first) {
                key = make();
            } catch (IOException unreadable) {
                throw unusable(
                        "cannot be read: " + unreadable.getMessage() + ".", "Let the node's user read the file.");
            }
        }
        return key;
    }

    private byte[] read() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length != KEY_BYTES) {
            throw unusable(
                    "is damaged: it has " + bytes.length + " bytes, not " + KEY_BYTES + ".",
                    "Restore the file from a backup.");
        }
        return bytes;
    }

    private byte[] make() {
        byte[] made = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(made);
        Path unfinished = file.resolveSibling("secret.key.tmp");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.deleteIfExists(unfinished);
            try (FileChannel channel = FileChannel.open(
                    unfinished, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())) {
                channel.write(ByteBuffer.wrap(made));
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return made;
        } catch (IOException unwritable) {
            throw unusable(
                    "cannot be written: " + unwritable.getMessage() + ".", "Let the node's user write the folder.");
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private ProblemException unusable(String clause, String mend) {
        return new ProblemException(Problem.resource(
                "secret-key", "the key of stored secrets " + clause, new Where(file.toString(), 0, 0, ""), mend));
    }

    private static ProblemException foreign() {
        return new ProblemException(Problem.user(
                "sealed-secret",
                "the sealed secret does not open with this node's key.",
                Where.path(""),
                "Restore secret.key in the data directory, or apply the definition again with the secret itself."));
    }
}
