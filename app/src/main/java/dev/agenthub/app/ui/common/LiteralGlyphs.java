package dev.agenthub.app.ui.common;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Disables a font's glyph substitution table (GSUB), so that no ligatures are drawn.
 *
 * <p>With the table, {@code !=} is drawn as one crossed-out sign and {@code ->} as an arrow; in JavaFX only
 * near a combining mark or an Arabic letter. The author of a payload could thus change how its bytes look.
 */
final class LiteralGlyphs {
    private static final int TABLE_COUNT = 4;
    private static final int DIRECTORY = 12;
    private static final int ENTRY = 16;
    private static final int SUBSTITUTIONS = tag("GSUB");
    /** A tag that no reader knows, which keeps its place in the sorted table directory. */
    private static final int IGNORED = tag("GSUX");

    private LiteralGlyphs() {}

    /** Returns an OpenType font without substitutions; other bytes unchanged. */
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
