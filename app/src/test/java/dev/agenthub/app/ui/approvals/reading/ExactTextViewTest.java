package dev.agenthub.app.ui.approvals.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.agenthub.app.testing.Window;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import javafx.geometry.Bounds;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.layout.Background;
import javafx.scene.layout.Pane;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rows of a payload count as seen, in a real window of 1280 × 800. */
public final class ExactTextViewTest {
    private static final String TEXT = "0123456789".repeat(80);
    private static final Color GROUND = Color.BLUE;
    private static final Color COVER = Color.RED;
    private static final double WIDTH = 700;
    private static final double HEIGHT = 400;

    private final Pane holder = new Pane();
    private Window window;
    private ExactTextView view;

    @BeforeEach
    void open() throws Exception {
        window = new Window();
        view = window.onWindow(ExactTextView::new);
        window.onWindow(() -> {
            view.setPrefSize(WIDTH, HEIGHT);
            return holder.getChildren().add(view);
        });
    }

    @AfterEach
    void close() {
        window.close();
    }

    private static Rectangle cover(double x, double y, double width, double height) {
        Rectangle cover = new Rectangle(x, y, width, height);
        cover.setFill(COVER);
        return cover;
    }

    private int unread() {
        return window.onWindow(() -> view.unread().get());
    }

    private void show() {
        Pane ground = new Pane(holder);
        ground.setBackground(Background.fill(GROUND));
        window.show(ground);
        window.onWindow(() -> {
            view.show(TEXT);
            return true;
        });
        window.frame();
    }

    private void assertReadOnceItIsRestored(Runnable restore) {
        assertThat(unread()).isBetween(1, TEXT.length());
        window.onWindow(() -> {
            restore.run();
            return true;
        });
        window.await("all of it to have been on screen", () -> unread() == 0);
    }

    @Test
    void countsEveryRowThatIsInTheWindow() {
        show();
        window.await("all of it to have been on screen", () -> unread() == 0);
    }

    /** Marks, accents and square letters among others: what is drawn for a piece is as wide as its cells, and none wider. */
    @Test
    void drawsEveryPieceInItsCells() {
        show();
        window.onWindow(() -> {
            view.show("{\"a\":\"Zu\u0308rich \u202E東京\uFDFD Άλφα" + "mm" + " ".repeat(90) + "\"}");
            return true;
        });
        window.frame();
        window.onWindow(() -> {
            ExactRow row = (ExactRow) view.lookup(".exact-row");
            double cell = row.cell(0).getWidth();
            assertThat(row.getChildrenUnmodifiable()).filteredOn(Text.class::isInstance).hasSizeGreaterThan(6)
                    .allSatisfy(node -> {
                        double columns = node.getLayoutBounds().getWidth() / cell;
                        assertThat(columns).satisfiesAnyOf(
                                wide -> assertThat(node.getStyleClass()).contains("exact-wide"),
                                exact -> assertThat(exact).isCloseTo(Math.rint(exact), within(0.02)));
                        assertThat(node.getBoundsInParent().getMaxX()).isLessThan(row.getWidth() + 1);
                    }).extracting(node -> ((Text) node).getText())
                    .contains("u\u0308", "‹U+202E›", "‹U+FDFD›", "‹90 × space›");
            return true;
        });
    }

    @Test
    void saysWhatAMarkStandsForWhereSomebodyPointsAtIt() {
        show();
        window.onWindow(() -> {
            view.show("{\"a\":\"b\u202Ec" + "\u200B\u2060".repeat(90) + "\"}");
            return true;
        });
        window.frame();
        window.onWindow(() -> {
            int[] mark = {0};
            view.lookupAll(".exact-mark-ground").forEach(ground -> ground.setId("mark-" + mark[0]++));
            view.lookup(".exact-number").setId("number");
            return true;
        });
        window.pointAt("mark-0");
        window.await("the name of the first", () -> names().equals(List.of("U+202E RIGHT-TO-LEFT OVERRIDE")));
        window.pointAt("mark-1");
        window.await("the names of what is repeated",
                () -> names().equals(List.of("U+200B ZERO WIDTH SPACE\nU+2060 WORD JOINER")));
        window.pointAt("number");
        window.await("no name", () -> names().isEmpty());
    }

    private List<String> names() {
        return window.onWindow(() -> javafx.stage.Window.getWindows().stream().filter(Tooltip.class::isInstance)
                .map(tip -> ((Tooltip) tip).getText()).toList());
    }

    @Test
    void countsNoRowBelowTheEdgeOfTheWindow() {
        holder.relocate(0, 740);
        show();
        window.await("the rows in the window to have been on screen", () -> unread() < TEXT.length());
        assertReadOnceItIsRestored(() -> holder.relocate(0, 0));
    }

    @Test
    void countsNoCellBeyondTheEdgeOfTheWindow() {
        holder.relocate(1280 - WIDTH / 2, 0);
        show();
        window.await("the cells in the window to have been on screen", () -> unread() < TEXT.length());
        assertThat(unread()).isBetween(TEXT.length() / 4, TEXT.length() * 3 / 4);
        assertReadOnceItIsRestored(() -> holder.relocate(0, 0));
    }

    @Test
    void countsNoRowOutsideAClipAbove() {
        holder.setClip(new Rectangle(WIDTH, 60));
        show();
        window.await("the rows in the clip to have been on screen", () -> unread() < TEXT.length());
        assertReadOnceItIsRestored(() -> holder.setClip(null));
    }

    @Test
    void countsNothingInsideAHiddenParent() {
        holder.setVisible(false);
        show();
        assertThat(unread()).isEqualTo(TEXT.length());
        assertReadOnceItIsRestored(() -> holder.setVisible(true));
    }

    @Test
    void countsNoCellUnderSomethingElse() {
        Rectangle cover = cover(300, 0, 50, HEIGHT);
        holder.getChildren().add(cover);
        show();
        window.await("the cells beside the cover to have been on screen", () -> unread() < TEXT.length());
        assertThat(unread()).isBetween(TEXT.length() / 20, TEXT.length() / 4);
        assertReadOnceItIsRestored(() -> cover.setVisible(false));
    }

    @Test
    void countsNothingInAMinimizedWindow() {
        show();
        window.onWindow(() -> {
            window.stage().setIconified(true);
            view.show(TEXT);
            return true;
        });
        pause();
        assertThat(unread()).isEqualTo(TEXT.length());
        assertReadOnceItIsRestored(() -> window.stage().setIconified(false));
    }

    @Test
    void countsNothingThatWasScrolledPast() {
        String longText = TEXT.repeat(50);
        show();
        window.onWindow(() -> {
            view.show(longText);
            return true;
        });
        window.await("the first rows to have been on screen", () -> unread() < longText.length());
        int before = unread();
        for (int row = 40; row < 400; row += 20) {
            int next = row;
            window.onWindow(() -> {
                view.list().scrollTo(next);
                return true;
            });
        }
        window.onWindow(() -> {
            view.list().scrollTo(0);
            return true;
        });
        pause();
        assertThat(unread()).as("frames of less than a tenth of a second each").isEqualTo(before);
    }

    /** Longer than what is on screen needs to count. */
    private void pause() {
        for (long start = System.nanoTime(); System.nanoTime() - start < 2 * VisibleTimes.LONG_ENOUGH.toNanos();) {
            window.frame();
        }
    }

    /**
     * Windows, clips, covers and places at random. What counts is compared with a picture of the window:
     * nothing counts unless every pixel of it has the colour that only the view's own ground has here.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void countsWhatAPictureOfTheWindowShows(long seed) {
        Random random = new Random(seed);
        window.onWindow(() -> {
            holder.relocate(random.nextInt(900) - 200, random.nextInt(900) - 200);
            if (random.nextBoolean()) {
                holder.setClip(new Rectangle(random.nextInt(200), random.nextInt(200), 300 + random.nextInt(400),
                        100 + random.nextInt(300)));
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                holder.getChildren().add(cover(random.nextInt(700), random.nextInt(400), 10 + random.nextInt(200),
                        5 + random.nextInt(80)));
            }
            return true;
        });
        show();
        pause();
        window.onWindow(() -> {
            Image picture = window.stage().getScene().snapshot(null);
            BitSet counted = view.seen();
            List<ExactRow> rows = view.lookupAll(".exact-row").stream().filter(row -> row.getParent().isVisible())
                    .map(ExactRow.class::cast).toList();
            int columns = rows.stream().mapToInt(ExactRow::columns).max().orElseThrow();
            rows.forEach(row -> assertCountsWhatShows(row, columns, picture, counted));
            return true;
        });
    }

    private static void assertCountsWhatShows(ExactRow row, int columns, Image picture, BitSet counted) {
        for (int column = 0; column < row.columns(); column++) {
            int character = (row.number() - 1) * columns + column;
            Bounds cell = row.localToScene(row.cell(column));
            if (counted.get(character)) {
                assertThat(isClear(picture, cell, -1)).as("character %s, counted", character).isTrue();
            } else {
                assertThat(isClear(picture, cell, 1)).as("character %s, not counted", character).isFalse();
            }
        }
    }

    /**
     * Whether every pixel of the bounds, widened by so many pixels, is in the picture and neither of a cover nor of the window's ground.
     */
    private static boolean isClear(Image picture, Bounds bounds, int wider) {
        for (int y = (int) Math.round(bounds.getMinY()) - wider; y < Math.round(bounds.getMaxY()) + wider; y++) {
            for (int x = (int) Math.round(bounds.getMinX()) - wider; x < Math.round(bounds.getMaxX()) + wider; x++) {
                if (x < 0 || y < 0 || x >= picture.getWidth() || y >= picture.getHeight()
                        || picture.getPixelReader().getColor(x, y).equals(COVER)
                        || picture.getPixelReader().getColor(x, y).equals(GROUND)) {
                    return false;
                }
            }
        }
        return true;
    }
}
