package dev.agenthub.app.ui.approvals;

import dev.agenthub.app.ui.common.Fonts;
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
 * Which wide characters some font of the machine draws within two cells.
 *
 * <p>Tried out, since JavaFX does not tell: what is drawn for a character without a glyph is drawn for characters that Unicode will never assign too. Used on the
 * window's thread only.
 */
final class WideGlyphs {
    private static final int SIZE = 20;
    private static final int MARGIN = 8;
    private static final int[] NEVER_ASSIGNED = {0xFFFE, 0x2FFFE};
    private static final Map<Integer, Boolean> KNOWN = new HashMap<>();

    private WideGlyphs() {}

    static boolean draws(int codePoint) {
        return KNOWN.computeIfAbsent(codePoint, WideGlyphs::tryOut);
    }

    private static boolean tryOut(int codePoint) {
        int[] ink = draw(codePoint);
        boolean blank = true;
        for (int i = 0; i < ink.length; i++) {
            int x = i % side();
            boolean outside = x < MARGIN || x >= side() - MARGIN;
            if (ink[i] != 0xFFFFFFFF) {
                if (outside) {
                    return false;
                }
                blank = false;
            }
        }
        for (int missing : NEVER_ASSIGNED) {
            if (Arrays.equals(ink, draw(missing))) {
                return false;
            }
        }
        return !blank;
    }

    private static int side() {
        return (int) Math.ceil(2 * 0.6 * SIZE) + 2 * MARGIN;
    }

    private static int[] draw(int codePoint) {
        int side = side();
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
