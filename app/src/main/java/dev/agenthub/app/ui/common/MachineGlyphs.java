package dev.agenthub.app.ui.common;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javafx.geometry.Rectangle2D;
import javafx.geometry.VPos;
import javafx.scene.Group;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.PixelReader;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/**
 * Detects which characters the machine's fonts draw within a given width.
 *
 * <p>JavaFX does not tell, so each character is drawn and compared with the picture of code
 * points that Unicode never assigns, which have no glyph. Confined to the window's thread.
 */
public final class MachineGlyphs {
    private static final int SIZE = 20;
    private static final int MARGIN = 8;
    private static final List<Integer> NEVER_ASSIGNED = List.of(0xFFFE, 0x2FFFE);
    /** Characters in one line of a picture. */
    private static final int IN_LINE = 32;
    /** Characters in one picture, limited by the largest size of pictures. */
    private static final int AT_ONCE = 1000;
    private static final Map<Tried, Boolean> KNOWN = new HashMap<>();

    private MachineGlyphs() {}

    /** A character and the cells of {@link Fonts#MONO} that it may take. */
    private record Tried(int codePoint, int cells) {}

    /** Whether the machine draws the character within {@code cells} cells of {@link Fonts#MONO}. */
    public static boolean draw(int codePoint, int cells) {
        learn(Set.of(codePoint), cells);
        return KNOWN.getOrDefault(new Tried(codePoint, cells), false);
    }

    /** Tests all characters that were not tested yet, many in one picture, which is much faster than one by one. */
    public static void learn(Set<Integer> codePoints, int cells) {
        List<Integer> unknown = codePoints.stream().filter(one -> !KNOWN.containsKey(new Tried(one, cells))).toList();
        for (int from = 0; from < unknown.size(); from += AT_ONCE) {
            tryOut(unknown.subList(from, Math.min(unknown.size(), from + AT_ONCE)), cells);
        }
    }

    private static void tryOut(List<Integer> some, int cells) {
        List<int[]> ink = ink(Stream.concat(NEVER_ASSIGNED.stream(), some.stream()).toList(), side(cells));
        List<int[]> missing = ink.subList(0, NEVER_ASSIGNED.size());
        for (int i = 0; i < some.size(); i++) {
            int[] drawn = ink.get(NEVER_ASSIGNED.size() + i);
            KNOWN.put(new Tried(some.get(i), cells), isDrawnInside(drawn, side(cells))
                    && missing.stream().noneMatch(other -> Arrays.equals(drawn, other)));
        }
    }

    private static boolean isDrawnInside(int[] ink, int side) {
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
        return !blank;
    }

    private static int side(int cells) {
        return (int) Math.ceil(cells * 0.6 * SIZE) + 2 * MARGIN;
    }

    /** The pixels of each character's square, which no other character overlaps. */
    private static List<int[]> ink(List<Integer> codePoints, int side) {
        Group all = new Group();
        for (int i = 0; i < codePoints.size(); i++) {
            Text text = new Text(Character.toString(codePoints.get(i)));
            text.setFont(Font.font(Fonts.MONO, SIZE));
            text.setTextOrigin(VPos.CENTER);
            text.setFill(Color.BLACK);
            int left = i % IN_LINE * side;
            int top = i / IN_LINE * side;
            text.setX(left + (side - text.getLayoutBounds().getWidth()) / 2);
            text.setY(top + side / 2.0);
            text.setClip(new Rectangle(left, top, side, side));
            all.getChildren().add(text);
        }
        SnapshotParameters whole = new SnapshotParameters();
        whole.setViewport(new Rectangle2D(0, 0, Math.min(codePoints.size(), IN_LINE) * side,
                (codePoints.size() + IN_LINE - 1) / IN_LINE * side));
        whole.setFill(Color.WHITE);
        PixelReader pixels = all.snapshot(whole, null).getPixelReader();
        List<int[]> ink = new ArrayList<>();
        for (int i = 0; i < codePoints.size(); i++) {
            int[] square = new int[side * side];
            pixels.getPixels(i % IN_LINE * side, i / IN_LINE * side, side, side, PixelFormat.getIntArgbInstance(),
                    square, 0, side);
            ink.add(square);
        }
        return ink;
    }
}
