package dev.agenthub.db.secret;

import java.util.HexFormat;

/**
 * A secret whose {@link #toString} does not show it.
 *
 * @param text a password that a person gave, or 32 random bytes in hex
 */
public record DatabaseSecret(String text) {

    /** The bytes that the text encodes in hex. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(text);
    }

    @Override
    public String toString() {
        return "***";
    }
}
