package dev.agenthub.app.ui.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.Pictures;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.ui.approvals.reading.ExactRow;
import dev.agenthub.app.ui.approvals.reading.OnScreen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListCell;
import javafx.scene.image.WritableImage;
import javafx.scene.text.Text;
import org.kordamp.ikonli.javafx.FontIcon;

/** What a person sees of the request on show, read from what was drawn and from its pixels. */
final class RequestOnScreen {
    /** So much of a channel is needed to tell a pixel from the ground. */
    private static final int CONTRAST = 40;
    private static final int FEWEST_PIXELS = 2;

    private final Window window;

    RequestOnScreen(Window window) {
        this.window = window;
    }

    Window window() {
        return window;
    }

    /** The rows of bytes that are wholly on screen, from the first on, as they are drawn, one after the other. */
    String cells() {
        return window.onWindow(() -> rows().stream().map(RequestOnScreen::drawn).collect(Collectors.joining()));
    }

    private List<ExactRow> rows() {
        return window.node("request-payload").lookupAll(".exact-row").stream().map(ExactRow.class::cast)
                .filter(row -> row.columns() > 0 && row.getParent() instanceof ListCell<?> cell && cell.isVisible()
                        && OnScreen.isWhole(row))
                .sorted(Comparator.comparingInt(ExactRow::number)).toList();
    }

    private static String drawn(ExactRow row) {
        return texts(row).stream().map(text -> text.getText().replace("\n", "")).collect(Collectors.joining());
    }

    /** From left to right, without the number of the row. */
    private static List<Text> texts(Parent row) {
        List<Text> found = new ArrayList<>();
        row.getChildrenUnmodifiable().stream()
                .sorted(Comparator.comparingDouble(node -> node.getBoundsInParent().getMinX())).forEach(node -> {
                    if (node instanceof Text text && !text.getStyleClass().contains("exact-number")) {
                        found.add(text);
                    }
                });
        return found;
    }

    /** In every cell of the bytes that are on screen something is drawn, but in those of a space. */
    void assertNoCellIsBlank() {
        window.onWindow(() -> {
            WritableImage picture = window.stage().getScene().snapshot(null);
            int[] pixels = Pictures.pixels(picture);
            for (ExactRow row : rows()) {
                for (Node node : row.getChildrenUnmodifiable()) {
                    if (node instanceof Text text && text.getStyleClass().contains("exact-wide")) {
                        Bounds all = text.localToScene(text.getLayoutBounds());
                        assertThat(hasInk(pixels, (int) picture.getWidth(), all.getMinX(), all.getWidth(),
                                all.getMinY(), all.getMaxY())).as("ink of “%s”", text.getText()).isTrue();
                    } else if (node instanceof Text text
                            && text.getText().length() == text.getText().codePoints().count()) {
                        double width = text.getLayoutBounds().getWidth() / text.getText().length();
                        for (int i = 0; i < text.getText().length(); i++) {
                            Bounds all = text.localToScene(text.getLayoutBounds());
                            assertThat(text.getText().charAt(i) == ' ' || hasInk(pixels, (int) picture.getWidth(),
                                    all.getMinX() + i * width, width, all.getMinY(), all.getMaxY()))
                                    .as("ink of character %d of “%s” in row %d", i, text.getText(), row.number())
                                    .isTrue();
                        }
                    }
                }
            }
            return true;
        });
    }

    /** No letter of the title is drawn across the edge at which its room ends, and dots stand there where there is more of it. */
    void assertTitleIsNotCut() {
        window.onWindow(() -> {
            Node lines = window.node("request-title-lines");
            Node dots = lines.lookup(".dots");
            Bounds all = lines.localToScene(lines.getLayoutBounds());
            double from = dots.isVisible()
                    ? dots.localToScene(dots.getLayoutBounds()).getMinX() + 1
                    : all.getMaxX() - 2;
            WritableImage picture = window.stage().getScene().snapshot(null);
            assertThat(hasInk(Pictures.pixels(picture), (int) picture.getWidth(), from, all.getMaxX() - from,
                    all.getMinY(),
                    dots.isVisible() ? dots.localToScene(dots.getLayoutBounds()).getMinY() : all.getMaxY()))
                    .as("ink at the end of the title's room").isFalse();
            return true;
        });
    }

    private static boolean hasInk(int[] pixels, int width, double left, double wide, double top, double bottom) {
        Map<Integer, Integer> colours = new HashMap<>();
        for (int y = (int) Math.round(top); y < Math.round(bottom); y++) {
            for (int x = (int) Math.round(left); x < Math.round(left + wide); x++) {
                colours.merge(pixels[y * width + x], 1, Integer::sum);
            }
        }
        int ground = colours.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
        return colours.entrySet().stream().filter(one -> differs(one.getKey(), ground))
                .mapToInt(Map.Entry::getValue).sum() >= FEWEST_PIXELS;
    }

    private static boolean differs(int one, int other) {
        return Math.abs((one & 0xFF) - (other & 0xFF)) > CONTRAST
                || Math.abs((one >> 8 & 0xFF) - (other >> 8 & 0xFF)) > CONTRAST
                || Math.abs((one >> 16 & 0xFF) - (other >> 16 & 0xFF)) > CONTRAST;
    }

    /** The words of a label as they are drawn, which end in dots where it has no room for them. */
    String drawn(String label) {
        return window.onWindow(() -> drawn((Labeled) window.node(label)));
    }

    private static String drawn(Labeled label) {
        return label.lookup(".text") instanceof Text text ? text.getText() : "";
    }

    /** The lines of warnings, as they are drawn; those too that are shown when they are asked for. */
    List<String> warnings() {
        return window.onWindow(() -> {
            Parent list = (Parent) window.node("request-warnings");
            if (list.getChildrenUnmodifiable().getLast() instanceof Hyperlink more) {
                more.fire();
            }
            list.applyCss();
            list.layout();
            return list.lookupAll(".linked-sentence").stream().map(line -> words((Parent) line)).toList();
        });
    }

    private static String words(Parent parent) {
        return parent.getChildrenUnmodifiable().stream().map(node -> switch (node) {
            case FontIcon _ -> "";
            case Text text -> text.getText();
            case Parent inner -> words(inner);
            default -> "";
        }).collect(Collectors.joining());
    }

    /** No words about the request end in dots because there was no room for them. */
    void assertNothingEndsInDots() {
        window.onWindow(() -> {
            window.stage().getScene().getRoot().layout();
            window.node("request-middle").getParent().getParent().lookupAll(".label").forEach(this::assertWhole);
            window.node("request-middle").getParent().getParent().lookupAll(".button").forEach(this::assertWhole);
            return true;
        });
    }

    private void assertWhole(Node node) {
        if (node instanceof Labeled label && isVisible(label) && !label.getText().isEmpty()) {
            assertThat(drawn(label)).as("drawn of %s", label).isEqualTo(label.getText());
        }
    }

    private static boolean isVisible(Node node) {
        for (Node up = node; up != null; up = up.getParent()) {
            if (!up.isVisible()) {
                return false;
            }
        }
        return true;
    }
}
