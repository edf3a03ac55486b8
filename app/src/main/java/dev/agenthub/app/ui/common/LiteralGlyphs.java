package dev.agenthub.app.ui.common;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Hides a font's substitution table, so that every character is drawn as itself.
 *
 * <p>With it {@code !=} is drawn as one crossed-out sign and {@code ->} as an arrow, in JavaFX only where a combining mark or
 * an Arabic letter stands nearby: whoever writes a payload could decide how its bytes look.
 */
final class LiteralGlyphs {
    private static final int TABLE_COUNT = 4;
    private static final int DIRECTORY = 12;
    private static final int ENTRY = 16;
    private static final int SUBSTITUTIONS = tag("GSUB");
    /** Unknown to every reader, and in the same place of the sorted directory. */
    private static final int IGNORED = tag("GSUX");

    private LiteralGlyphs() {}

    /** Returns the OpenType font without its substitutions; anything else as it is. */
    static byte[] of(byte[] font) {
        ByteBuffer copy = ByteBuffer.wrap(font.clone());
        int tables = copy.capacity() < DIRECTORY ? 0 : Short.toUnsignedInt(copy.getShort(TABLE_COUNT));
        for (int at = DIRECTORY; at < DIRECTORY + tables * ENTRY && at + ENTRY <= copy.capacity(); at += ENTRY) {
            if (copy.getInt(at) == SUBSTITUTIONS) {
                copy.putInt(at, IGNORED);
            }
        }
        return copy.array();
    }

    private static int tag(String letters) {
        return ByteBuffer.wrap(letters.getBytes(StandardCharsets.US_ASCII)).getInt();
    }
}
