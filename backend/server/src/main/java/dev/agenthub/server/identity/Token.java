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
 * What a caller proves itself with: {@code <kind>_<organization>_<id>_<secret>}. It names its organization,
 * so that nothing is ever looked up across organizations, and only the hash of its secret is stored.
 */
public record Token(Kind kind, UUID org, UUID id, SecretBytes secret) {

    /** What a token is good for. */
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

    /** Reads a token of that kind; empty for anything else, whatever is wrong with it. */
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

    /** The token as its holder keeps and sends it. */
    public SecretBytes text() {
        return SecretBytes.ofText(kind.prefix + "_" + hex(org) + "_" + hex(id) + "_" + secret.base64Url());
    }

    /** What is stored of the secret. It is random and long, so a plain hash can't be searched. */
    public byte[] hash() {
        return Hash.sha256(secret.bytes()).bytes();
    }

    /** Compares in a time that tells nothing about how much is equal. */
    boolean matches(byte[] storedHash) {
        return MessageDigest.isEqual(hash(), storedHash);
    }
}
