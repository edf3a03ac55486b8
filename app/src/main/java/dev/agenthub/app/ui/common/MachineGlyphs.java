package dev.agenthub.app.ui.common;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javafx.geometry.Rectangle2D;
import javafx.geometry.VPos;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/**
 * Which characters some font of the machine draws, and no wider than there is room for.
 *
 * <p>Tried out, since JavaFX does not tell: what is drawn for a character without a glyph is drawn for characters that Unicode will never assign too. Used on the
 * window's thread only.
 */
public final class MachineGlyphs {
    private static final int SIZE = 20;
    private static final int MARGIN = 8;
    private static final int[] NEVER_ASSIGNED = {0xFFFE, 0x2FFFE};
    private static final Map<Tried, Boolean> KNOWN = new HashMap<>();

    private MachineGlyphs() {}

    /** A character, and in how many cells of {@link Fonts#MONO}. */
    private record Tried(int codePoint, int cells) {}

    /** Whether they draw the character in so many cells of {@link Fonts#MONO}. */
    public static boolean draw(int codePoint, int cells) {
        return KNOWN.computeIfAbsent(new Tried(codePoint, cells), MachineGlyphs::tryOut);
    }

    private static boolean tryOut(Tried tried) {
        int side = side(tried.cells);
        int[] ink = ink(tried.codePoint, side);
        boolean blank = true;
        for (int i = 0; i < ink.length; i++) {
            int x = i % side;
            boolean outside = x < MARGIN || x >= side - MARGIN;
            if (ink[i] != 0xFFFFFFFF) {
                if (outside) {
                    return false;
                }
                blank = false;
            }
        }
        for (int missing : NEVER_ASSIGNED) {
            if (Arrays.equals(ink, ink(missing, side))) {
                return false;
            }
        }
        return !blank;
    }

    private static int side(int cells) {
        return (int) Math.ceil(cells * 0.6 * SIZE) + 2 * MARGIN;
    }

    private static int[] ink(int codePoint, int side) {
        Text text = new Text(Character.toString(codePoint));
        text.setFont(Font.font(Fonts.MONO, SIZE));
        text.setTextOrigin(VPos.CENTER);
        text.setFill(Color.BLACK);
        text.setX((side - text.getLayoutBounds().getWidth()) / 2);
        text.setY(side / 2.0);
        SnapshotParameters whole = new SnapshotParameters();
        whole.setViewport(new Rectangle2D(0, 0, side, side));
        whole.setFill(Color.WHITE);
        WritableImage picture = text.snapshot(whole, null);
        PixelReader pixels = picture.getPixelReader();
        int[] ink = new int[side * side];
        for (int i = 0; i < ink.length; i++) {
            ink[i] = pixels.getArgb(i % side, i / side);
        }
        return ink;
    }
}
