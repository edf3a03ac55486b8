package dev.agenthub.app.tour;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.text.Text;
import javafx.stage.Window;

/**
 * Reads what the window shows: finds controls by id, reads their text, and waits frame by
 * frame until something is shown. Called on the tour's thread; reads on the JavaFX thread.
 */
final class WindowReader {
    /** Time-out of a wait, long enough for a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Window window;

    WindowReader(Window window) {
        this.window = window;
    }

    /** Waits until a node with this id is shown. */
    void see(String id) {
        waitFor("#" + id + " to show", () -> find(withId(id)));
    }

    /** Whether a node with this id is shown now. Call on the JavaFX thread. */
    boolean isShown(String id) {
        return find(withId(id)).isPresent();
    }

    /** Waits until the node with this id is gone or hidden. */
    void seeNo(String id) {
        waitFor("#" + id + " to go", () -> find(withId(id)).isPresent() ? Optional.empty() : Optional.of(id));
    }

    /** Waits until the node with this id contains this text, and returns its whole text. */
    String read(String id, String expected) {
        try {
            return waitFor("#" + id,
                    () -> find(withId(id)).map(WindowReader::text).filter(text -> text.contains(expected)));
        } catch (StepFailedException e) {
            throw new StepFailedException("#" + id + " should say \"" + expected + "\" and says \"" + read(id) + "\"",
                    e);
        }
    }

    /** Returns the text shown in the node with this id now; empty where the node is not shown. */
    String read(String id) {
        return onFx(() -> find(withId(id)).map(WindowReader::text).orElse(""));
    }

    /** Whether the box with this id is checked. */
    boolean isSelected(String id) {
        see(id);
        return onFx(
                () -> find(withId(id)).filter(node -> node instanceof CheckBox box && box.isSelected()).isPresent());
    }

    /** Matches the node with this id. */
    static Predicate<Node> withId(String id) {
        return node -> id.equals(node.getId());
    }

    /** Returns the first shown node that matches. Call on the JavaFX thread. */
    Optional<Node> find(Predicate<Node> wanted) {
        var found = new ArrayList<Node>();
        for (Window shown : windows()) {
            collect(shown.getScene().getRoot(), wanted, found);
        }
        return found.stream().findFirst();
    }

    /** All text shown now. */
    String everything() {
        return onFx(
                () -> String.join(" / ", windows().stream().map(shown -> text(shown.getScene().getRoot())).toList()));
    }

    /** Calls {@code look} once a frame until it has a result; fails after {@link #PATIENCE}. */
    <T> T waitFor(String what, Supplier<Optional<T>> look) {
        var seen = new CompletableFuture<T>();
        var frames = new AnimationTimer() {
            @Override
            public void handle(long now) {
                try {
                    look.get().ifPresent(seen::complete);
                } catch (RuntimeException e) {
                    seen.completeExceptionally(e);
                }
                if (seen.isDone()) {
                    stop();
                }
            }
        };
        Platform.runLater(frames::start);
        try {
            return await(seen, what);
        } catch (StepFailedException e) {
            // A busy machine may have drawn no frames, so the current state is checked once more.
            return onFx(look).orElseThrow(() -> e);
        } finally {
            Platform.runLater(frames::stop);
        }
    }

    /** Saves a picture of the window after the next frame. */
    void photograph(Path file) {
        waitFor("a frame", () -> Optional.of(true));
        onFx(() -> {
            try {
                PngFile.write(window.getScene().snapshot(null), file);
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Evaluates a function on the JavaFX thread. */
    static <T> T onFx(Supplier<T> question) {
        return await(CompletableFuture.supplyAsync(question, Platform::runLater), "the window to answer");
    }

    private static <T> T await(CompletableFuture<T> answer, String what) {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new StepFailedException("waited " + PATIENCE.toSeconds() + " s for " + what, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StepFailedException failed
                    ? failed
                    : new StepFailedException(what + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailedException("interrupted while waiting for " + what, e);
        }
    }

    /** The windows, newest first, since a dialog is above the window that opened it. */
    private static List<Window> windows() {
        return Window.getWindows().stream().filter(shown -> shown.isShowing() && shown.getScene() != null).toList()
                .reversed();
    }

    private static void collect(Node node, Predicate<Node> wanted, List<Node> found) {
        if (!node.isVisible()) {
            return;
        }
        if (wanted.test(node)) {
            found.add(node);
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, wanted, found));
        }
    }

    /** All text that a node shows. Call on the JavaFX thread. */
    static String text(Node node) {
        return switch (node) {
            case Labeled labeled when labeled.getText() != null && !labeled.getText().isEmpty() -> labeled.getText();
            case TextInputControl field -> field.getText();
            case Text text -> text.getText();
            case Parent parent -> String.join(" ", parent.getChildrenUnmodifiable().stream().filter(Node::isVisible)
                    .map(WindowReader::text).filter(text -> !text.isEmpty()).toList());
            default -> "";
        };
    }
}
