package dev.agenthub.app.platform;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The unencrypted description stored beside an encrypted key.
 *
 * @param name the member's name as entered
 * @param organization the organization's name; null until the first sign-in
 * @param member the member's id; null until the backend confirmed the enrolment
 * @param key the key's id, 16 hex digits
 * @param publicKey 32 bytes in base64
 * @param file the encrypted key's file name in the same folder
 * @param fileDigest SHA-256 of that file in hex, to tell a damaged file from a wrong passphrase
 */
public record KeyCard(String name, UUID org, @Nullable String organization, @Nullable UUID member, String key,
        String publicKey, String file, String fileDigest) {
    public KeyCard {
        for (Object required : new @Nullable Object[]{name, org, key, publicKey, file, fileDigest}) {
            if (required == null) {
                throw new IllegalArgumentException("A key’s card is incomplete");
            }
        }
    }

    KeyCard enrolledAs(UUID confirmed, String organizationName) {
        return new KeyCard(name, org, organizationName, confirmed, key, publicKey, file, fileDigest);
    }
}
