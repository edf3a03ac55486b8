package dev.agenthub.server.identity;

import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.common.Ids;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A caller's credential: {@code <kind>_<organization>_<id>_<secret>}. It contains its
 * organization, so that look-ups never cross organizations; only a hash of the secret is stored.
 */
public record Token(Kind kind, UUID org, UUID id, SecretBytes secret) {

    /** The kinds of tokens. */
    public enum Kind {
        AGENT("aha"), SESSION("ahs"), INVITATION("ahi");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    private static final int SECRET_BYTES = 32;
    private static final Pattern SHAPE = Pattern.compile("(ah[asi])_([0-9a-f]{32})_([0-9a-f]{32})_([A-Za-z0-9_-]{43})");

    public static Token issue(Kind kind, UUID org) {
        return new Token(kind, org, Ids.next(), SecretBytes.random(SECRET_BYTES));
    }

    /** Parses a token of this kind; empty for anything else. */
    public static Optional<Token> parse(Kind kind, String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches() || !matcher.group(1).equals(kind.prefix)) {
            return Optional.empty();
        }
        byte[] secret = Base64.getUrlDecoder().decode(matcher.group(4));
        return Optional.of(new Token(kind, uuid(matcher.group(2)), uuid(matcher.group(3)), SecretBytes.of(secret)));
    }

    private static UUID uuid(String hex) {
        return new UUID(HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
    }

    private static String hex(UUID id) {
        return id.toString().replace("-", "");
    }

    /** The token's text for its holder. */
    public SecretBytes text() {
        return SecretBytes.ofText(kind.prefix + "_" + hex(org) + "_" + hex(id) + "_" + secret.base64Url());
    }

    /** SHA-256 of the secret, as it is stored. The secret is long and random, so a plain hash cannot be searched. */
    public byte[] hash() {
        return Hash.sha256(secret.bytes()).bytes();
    }

    /** Compares in constant time. */
    boolean matches(byte[] storedHash) {
        return MessageDigest.isEqual(hash(), storedHash);
    }
}
