package dev.agenthub.db.secret;

import java.util.HexFormat;

/**
 * A secret that does not print itself.
 *
 * @param text a password that a person gave, or 32 random bytes in hex
 */
public record DatabaseSecret(String text) {

    /** The bytes of one in hex. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(text);
    }

    @Override
    public String toString() {
        return "***";
    }
}
