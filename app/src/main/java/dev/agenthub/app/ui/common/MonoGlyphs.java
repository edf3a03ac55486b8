package dev.agenthub.app.ui.common;

import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Map;

/**
 * Which characters a monospaced TrueType font draws inside one cell of a grid.
 *
 * <p>Read from the font's own tables (head, cmap, hmtx, loca, glyf).
 */
final class MonoGlyphs {
    /** How far, in parts of a cell, a glyph may reach over its cell's left and right edge: a Greek capital's accent does. */
    private static final double OVERHANG = 0.22;
    /** The highest and the lowest point of a cell, in parts of the font size. */
    private static final double TOP = 1.14;
    private static final double BOTTOM = -0.41;

    private final FontTables tables;
    private final BitSet inOneCell = new BitSet();
    private final BitSet combining = new BitSet();

    private MonoGlyphs(FontTables tables) {
        this.tables = tables;
        Map<Integer, Integer> characters = tables.characters();
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
            return new MonoGlyphs(FontTables.read(font));
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
        ByteBuffer offsets = tables.table("loca");
        boolean longOffsets = tables.table("head").getShort(50) != 0;
        int start = longOffsets ? offsets.getInt(glyph * 4) : Short.toUnsignedInt(offsets.getShort(glyph * 2)) * 2;
        int end = longOffsets
                ? offsets.getInt(glyph * 4 + 4)
                : Short.toUnsignedInt(offsets.getShort(glyph * 2 + 2)) * 2;
        if (start == end) {
            return false;
        }
        ByteBuffer outline = tables.table("glyf");
        int unitsPerEm = Short.toUnsignedInt(tables.table("head").getShort(18));
        return outline.getShort(start + 2) >= -OVERHANG * cell && outline.getShort(start + 6) <= (1 + OVERHANG) * cell
                && outline.getShort(start + 4) >= BOTTOM * unitsPerEm
                && outline.getShort(start + 8) <= TOP * unitsPerEm;
    }

    private int advance(int glyph) {
        int full = Short.toUnsignedInt(tables.table("hhea").getShort(34));
        return Short.toUnsignedInt(tables.table("hmtx").getShort(Math.min(glyph, full - 1) * 4));
    }
}
