package dev.agenthub.app.ui.common;

import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Which characters a monospaced TrueType font draws inside one cell of a grid.
 *
 * <p>Read from the font's own tables (OpenType 1.9: head, cmap, hmtx, loca, glyf). JavaFX says nothing about what a font lacks: it draws that with any
 * other font of the machine, in any width.
 */
final class MonoGlyphs {
    private static final int DIRECTORY = 12;
    private static final int DIRECTORY_ENTRY = 16;
    /** cmap, format 12: every character of Unicode, in groups of neighbours. */
    private static final int ALL_CHARACTERS = 12;
    /** How far, in parts of a cell, a glyph may reach over its cell's left and right edge: a Greek capital's accent does. */
    private static final double OVERHANG = 0.22;
    /** The highest and the lowest point of a cell, in parts of the font size. */
    private static final double TOP = 1.14;
    private static final double BOTTOM = -0.41;

    private final Map<String, ByteBuffer> tables = new HashMap<>();
    private final BitSet inOneCell = new BitSet();
    private final BitSet combining = new BitSet();

    private MonoGlyphs(ByteBuffer font) {
        for (int i = 0; i < Short.toUnsignedInt(font.getShort(4)); i++) {
            int entry = DIRECTORY + i * DIRECTORY_ENTRY;
            byte[] tag = new byte[4];
            font.get(entry, tag);
            tables.put(new String(tag, StandardCharsets.US_ASCII),
                    font.slice(font.getInt(entry + 8), font.getInt(entry + 12)));
        }
        Map<Integer, Integer> characters = characters();
        int cell = advance(characters.getOrDefault((int) '0', 0));
        if (cell == 0) {
            throw new IllegalArgumentException("no digits");
        }
        characters.forEach((character, glyph) -> sort(character, glyph, cell));
    }

    /**
     * Reads a font.
     *
     * @throws IOException it is not a TrueType font with the tables that this needs
     */
    static MonoGlyphs read(InputStream font) throws IOException {
        try {
            return new MonoGlyphs(ByteBuffer.wrap(font.readAllBytes()));
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IOException("not a TrueType font with a table of all characters", e);
        }
    }

    /** Whether the font draws something for the character, all of it in one cell; for a space, nothing. */
    boolean inOneCell(int codePoint) {
        return inOneCell.get(codePoint);
    }

    /** Whether the font draws the character over the one before it. */
    boolean combines(int codePoint) {
        return combining.get(codePoint);
    }

    private void sort(int character, int glyph, int cell) {
        int advance = advance(glyph);
        if (advance == 0 && Character.getType(character) == Character.NON_SPACING_MARK) {
            combining.set(character);
        } else if (advance == cell && (character == ' ' || isInside(glyph, cell))) {
            inOneCell.set(character);
        }
    }

    /** Whether the glyph draws anything, and nothing of it outside its cell. */
    private boolean isInside(int glyph, int cell) {
        ByteBuffer offsets = table("loca");
        boolean longOffsets = table("head").getShort(50) != 0;
        int start = longOffsets ? offsets.getInt(glyph * 4) : Short.toUnsignedInt(offsets.getShort(glyph * 2)) * 2;
        int end = longOffsets
                ? offsets.getInt(glyph * 4 + 4)
                : Short.toUnsignedInt(offsets.getShort(glyph * 2 + 2)) * 2;
        if (start == end) {
            return false;
        }
        ByteBuffer outline = table("glyf");
        int unitsPerEm = Short.toUnsignedInt(table("head").getShort(18));
        return outline.getShort(start + 2) >= -OVERHANG * cell && outline.getShort(start + 6) <= (1 + OVERHANG) * cell
                && outline.getShort(start + 4) >= BOTTOM * unitsPerEm
                && outline.getShort(start + 8) <= TOP * unitsPerEm;
    }

    private int advance(int glyph) {
        int full = Short.toUnsignedInt(table("hhea").getShort(34));
        return Short.toUnsignedInt(table("hmtx").getShort(Math.min(glyph, full - 1) * 4));
    }

    /** The glyph of each character that has one. */
    private Map<Integer, Integer> characters() {
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

    private ByteBuffer table(String tag) {
        ByteBuffer table = tables.get(tag);
        if (table == null) {
            throw new IllegalArgumentException(tag);
        }
        return table;
    }
}
