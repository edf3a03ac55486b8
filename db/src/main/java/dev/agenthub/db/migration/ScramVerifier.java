package dev.agenthub.db.migration;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL keeps of a password (RFC 5803): {@code SCRAM-SHA-256$iterations:salt$storedKey:serverKey}. */
final class ScramVerifier {
    private static final Pattern FORM = Pattern.compile("SCRAM-SHA-256\\$(\\d{1,6}):([^$:]+)\\$[^$:]+:([^$:]+)");
    private static final int KEY_BITS = 256;

    private ScramVerifier() {}

    /**
     * Whether this is kept of this password.
     *
     * @param password of ASCII, which SASLprep leaves as it is
     * @param kept null where the role has no password
     */
    static boolean isOf(String password, @Nullable String kept) {
        Matcher parts = FORM.matcher(kept == null ? "" : kept);
        if (!parts.matches()) {
            return false;
        }
        try {
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(new PBEKeySpec(
                    password.toCharArray(), Base64.getDecoder().decode(parts.group(2)),
                    Integer.parseInt(parts.group(1)), KEY_BITS)).getEncoded();
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salted, mac.getAlgorithm()));
            return MessageDigest.isEqual(mac.doFinal("Server Key".getBytes(StandardCharsets.US_ASCII)),
                    Base64.getDecoder().decode(parts.group(3)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
