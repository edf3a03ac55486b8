package dev.agenthub.app.platform;

import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Uuids;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The content of a key file: one line of canonical JSON. Everything in it but the encrypted key is authenticated as associated data.
 *
 * <p>A file is accepted only where it is, byte for byte, what this class writes.
 *
 * @param key the key's id, 16 hex digits
 * @param salt in hex, as are {@code nonce} and {@code sealed}
 * @param sealed the encrypted key and its tag
 */
record KeyFile(Owner owner, String key, KeyCosts costs, String salt, String nonce, String sealed) {
    static final int SALT_BYTES = 16;
    static final int NONCE_BYTES = 12;
    /** Length of the encrypted key: 32 bytes and a tag of 16 bytes. */
    static final int SEALED_BYTES = 32 + 16;
    /** Largest key file in bytes. */
    static final int MOST_BYTES = 16 << 10;

    private static final String FORMAT = "agenthub-key";
    private static final long VERSION = 1;
    private static final String CIPHER = "AES-256-GCM";
    private static final String KDF = "scrypt";
    private static final int KEY_ID_BYTES = 8;
    private static final String BEGINNING = "{\"cipher\":\"" + CIPHER + "\",\"format\":\"" + FORMAT + "\",";
    private static final String EARLIER = "-----BEGIN ENCRYPTED PRIVATE KEY-----";

    /**
     * The owner of a key.
     *
     * @param organization the organization's name; null while the backend has not confirmed the key
     * @param member the member's id; null while the backend has not confirmed the key
     */
    record Owner(String name, UUID org, @Nullable String organization, @Nullable UUID member) {
        static Owner of(KeyCard card) {
            return new Owner(card.name(), card.org(), card.organization(), card.member());
        }
    }

    /** Reads a file of unknown content. Fails where it is no regular file or larger than {@value #MOST_BYTES} bytes. */
    static byte[] read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is not a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw notOurs(null);
            }
            return bytes;
        }
    }

    /** @throws CodedException KEY_FILE_EARLIER_FORMAT for a PKCS #8 file, as earlier versions of AgentHub wrote */
    static void requireNotEarlier(byte[] file) {
        if (startsWith(file, EARLIER)) {
            throw new CodedException(KeyFiles.FILE_EARLIER,
                    "The key file has an earlier format, which is read no more: enrol a new key.");
        }
    }

    /**
     * Parses a file without decrypting it. Nothing is computed from its parameters.
     *
     * @param lowest the lowest costs accepted
     * @throws CodedException KEY_FILE_NOT_OURS, KEY_FILE_EARLIER_FORMAT,
     *        KEY_FILE_UNSUPPORTED, KEY_FILE_COSTS_OUT_OF_BOUNDS, KEY_FILE_CORRUPT
     */
    static KeyFile parse(byte[] file, KeyCosts lowest) {
        requireNotEarlier(file);
        JsonObject content = object(file);
        if (!(content.get("format") instanceof JsonString(String format)) || !format.equals(FORMAT)) {
            throw notOurs(null);
        }
        try {
            JsonObject kdf = content.object("kdf");
            if (content.integer("version") != VERSION || !content.string("cipher").equals(CIPHER)
                    || !kdf.string("name").equals(KDF)) {
                throw new CodedException(KeyFiles.FILE_UNSUPPORTED,
                        "The key file has a version or an algorithm that this AgentHub does not know.");
            }
            KeyCosts costs = KeyCosts.of(kdf);
            if (!costs.isWithin(lowest)) {
                throw new CodedException(KeyFiles.COSTS_OUT_OF_BOUNDS,
                        "The key file asks for costs that AgentHub never writes, so it was changed or is of no use.");
            }
            String member = content.nullableString("member");
            Owner owner = new Owner(content.string("name"), Uuids.parse(content.string("org")),
                    content.nullableString("organization"), member == null ? null : Uuids.parse(member));
            KeyFile parsed = new KeyFile(owner, hex(content.string("key"), KEY_ID_BYTES), costs,
                    hex(kdf.string("salt"), SALT_BYTES), hex(content.string("nonce"), NONCE_BYTES),
                    hex(content.string("sealed"), SEALED_BYTES));
            if (!Arrays.equals(parsed.bytes(), file)) {
                throw damaged(null);
            }
            return parsed;
        } catch (EvidenceException | IllegalArgumentException e) {
            throw damaged(e);
        }
    }

    /** The same content with this encrypted key. */
    KeyFile with(byte[] sealedKey) {
        return new KeyFile(owner, key, costs, salt, nonce, HexFormat.of().formatHex(sealedKey));
    }

    byte[] bytes() {
        String line = new String(fields().put("sealed", sealed).build().canonicalBytes(),
                StandardCharsets.UTF_8);
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Everything in the file but the sealed key. */
    byte[] associatedData() {
        return fields().build().canonicalBytes();
    }

    private JsonObject.Builder fields() {
        JsonObject kdf = costs
                .into(JsonObject.builder().put("name", KDF).put("salt", salt)).build();
        UUID member = owner.member();
        return JsonObject.builder().put("format", FORMAT).put("version", VERSION).put("cipher", CIPHER)
                .put("kdf", kdf).put("nonce", nonce).put("key", key).put("name", owner.name())
                .put("org", owner.org().toString()).put("organization", textOrNull(owner.organization()))
                .put("member", textOrNull(member == null ? null : member.toString()));
    }

    private static JsonValue textOrNull(@Nullable String text) {
        return text == null ? JsonNull.NULL : new JsonString(text);
    }

    private static JsonObject object(byte[] file) {
        try {
            if (JsonValue.parse(file) instanceof JsonObject object) {
                return object;
            }
        } catch (EvidenceException e) {
            throw startsWith(file, BEGINNING) ? damaged(e) : notOurs(e);
        }
        throw notOurs(null);
    }

    private static String hex(String text, int bytes) {
        if (HexFormat.of().parseHex(text).length != bytes || !text.equals(text.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("Not " + bytes + " bytes");
        }
        return text;
    }

    private static boolean startsWith(byte[] file, String text) {
        byte[] start = text.getBytes(StandardCharsets.US_ASCII);
        return file.length >= start.length && Arrays.equals(file, 0, start.length, start, 0, start.length);
    }

    private static CodedException notOurs(@Nullable Throwable cause) {
        return new CodedException(KeyFiles.FILE_NOT_OURS, "This is not a key file of AgentHub.", cause);
    }

    private static CodedException damaged(@Nullable Throwable cause) {
        return new CodedException(KeyFiles.FILE_CORRUPT, "The key file is damaged.", cause);
    }
}
