package dev.agenthub.app.ui.common;

import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the tables of an OpenType font (OpenType 1.9), such as the characters that it has glyphs for.
 * JavaFX does not tell what a font lacks: it uses another font of the machine, or draws an empty box.
 */
final class FontTables {
    private static final int DIRECTORY = 12;
    private static final int DIRECTORY_ENTRY = 16;
    /** The cmap table's format 12: segmented coverage of all Unicode code points. */
    private static final int ALL_CHARACTERS = 12;

    private final Map<String, ByteBuffer> tables = new HashMap<>();

    private FontTables(ByteBuffer font) {
        for (int i = 0; i < Short.toUnsignedInt(font.getShort(4)); i++) {
            int entry = DIRECTORY + i * DIRECTORY_ENTRY;
            byte[] tag = new byte[4];
            font.get(entry, tag);
            tables.put(new String(tag, StandardCharsets.US_ASCII),
                    font.slice(font.getInt(entry + 8), font.getInt(entry + 12)));
        }
    }

    /**
     * Reads a font.
     *
     * @throws IOException it is no OpenType font
     */
    static FontTables read(InputStream font) throws IOException {
        try {
            return new FontTables(ByteBuffer.wrap(font.readAllBytes()));
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IOException("not an OpenType font", e);
        }
    }

    /** The table with this tag of four characters. */
    ByteBuffer table(String tag) {
        ByteBuffer table = tables.get(tag);
        if (table == null) {
            throw new IllegalArgumentException(tag);
        }
        return table;
    }

    /** The glyph index of each code point that has one. */
    Map<Integer, Integer> characters() {
        ByteBuffer cmap = table("cmap");
        Map<Integer, Integer> found = new HashMap<>();
        for (int i = 0; i < Short.toUnsignedInt(cmap.getShort(2)); i++) {
            int subtable = cmap.getInt(4 + i * 8 + 4);
            if (cmap.getShort(subtable) == ALL_CHARACTERS) {
                for (int group = 0; group < cmap.getInt(subtable + 12); group++) {
                    int at = subtable + 16 + group * 12;
                    int first = cmap.getInt(at);
                    for (int character = first; character <= cmap.getInt(at + 4); character++) {
                        found.put(character, cmap.getInt(at + 8) + character - first);
                    }
                }
            }
        }
        return found;
    }
}
