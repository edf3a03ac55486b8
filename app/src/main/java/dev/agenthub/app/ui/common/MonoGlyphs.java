package dev.agenthub.app.ui.common;

import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Map;

/**
 * Determines which characters a monospaced TrueType font draws within one cell of a grid.
 *
 * <p>It reads the font's tables head, cmap, hmtx, loca and glyf.
 */
final class MonoGlyphs {
    /** How far a glyph may extend beyond its cell's left and right edge, as a share of the cell: accents of Greek capitals do. */
    private static final double OVERHANG = 0.22;
    /** The highest and lowest point of a cell, as shares of the font size. */
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
     * @throws IOException it is no TrueType font with the required tables
     */
    static MonoGlyphs read(InputStream font) throws IOException {
        try {
            return new MonoGlyphs(FontTables.read(font));
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IOException("not a TrueType font with a table of all characters", e);
        }
    }

    /** Whether the font draws the character completely within one cell; true for a space. */
    boolean inOneCell(int codePoint) {
        return inOneCell.get(codePoint);
    }

    /** Whether the font draws the character over the preceding one. */
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

    /** Whether the glyph is not empty and lies within its cell. */
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
