package dev.agenthub.app.ui.common;

import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The tables of an OpenType font (OpenType 1.9), among them which characters it has a glyph for. JavaFX says
 * nothing about what a font lacks: it draws that with any other font of the machine, or as an empty box.
 */
final class FontTables {
    private static final int DIRECTORY = 12;
    private static final int DIRECTORY_ENTRY = 16;
    /** cmap, format 12: every character of Unicode, in groups of neighbours. */
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
     * @throws IOException it is none
     */
    static FontTables read(InputStream font) throws IOException {
        try {
            return new FontTables(ByteBuffer.wrap(font.readAllBytes()));
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IOException("not an OpenType font", e);
        }
    }

    /** The table with that name of four letters. */
    ByteBuffer table(String tag) {
        ByteBuffer table = tables.get(tag);
        if (table == null) {
            throw new IllegalArgumentException(tag);
        }
        return table;
    }

    /** The glyph of each character that has one. */
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
