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
 * What a person in front of the window can see: finds controls by their id, reads their text, waits a frame at a time
 * until something shows. Called from the tour's own thread; all looking happens on JavaFX's.
 */
final class WindowReader {
    /** Far longer than anything takes, so that a busy machine fails no step. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Window window;

    WindowReader(Window window) {
        this.window = window;
    }

    /** Waits until something with this id shows. */
    void see(String id) {
        waitFor("#" + id + " to show", () -> find(withId(id)));
    }

    /** Whether something with this id shows now. Call on JavaFX's thread. */
    boolean isShown(String id) {
        return find(withId(id)).isPresent();
    }

    /** Waits until what has this id is gone, or does not show any more. */
    void seeNo(String id) {
        waitFor("#" + id + " to go", () -> find(withId(id)).isPresent() ? Optional.empty() : Optional.of(id));
    }

    /** Waits until what has this id contains this text, and returns all of its text. */
    String read(String id, String expected) {
        try {
            return waitFor("#" + id,
                    () -> find(withId(id)).map(WindowReader::text).filter(text -> text.contains(expected)));
        } catch (StepFailed e) {
            throw new StepFailed("#" + id + " should say \"" + expected + "\" and says \"" + read(id) + "\"", e);
        }
    }

    /** Returns all the text that shows in what has this id now; empty when it does not show. */
    String read(String id) {
        return onFx(() -> find(withId(id)).map(WindowReader::text).orElse(""));
    }

    /** Whether the box with this id is checked. */
    boolean isSelected(String id) {
        see(id);
        return onFx(
                () -> find(withId(id)).filter(node -> node instanceof CheckBox box && box.isSelected()).isPresent());
    }

    /** True of the node with this id. */
    static Predicate<Node> withId(String id) {
        return node -> id.equals(node.getId());
    }

    /** Returns the first node that shows and satisfies this. Call on JavaFX's thread. */
    Optional<Node> find(Predicate<Node> wanted) {
        var found = new ArrayList<Node>();
        for (Window shown : windows()) {
            collect(shown.getScene().getRoot(), wanted, found);
        }
        return found.stream().findFirst();
    }

    /** All the text that shows now. */
    String everything() {
        return onFx(
                () -> String.join(" / ", windows().stream().map(shown -> text(shown.getScene().getRoot())).toList()));
    }

    /** Looks once a frame until there is an answer; fails when a person's patience has run out. */
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
        } catch (StepFailed e) {
            // Frames may have been missing on a machine that has no time for them; what is there now counts.
            return onFx(look).orElseThrow(() -> e);
        } finally {
            Platform.runLater(frames::stop);
        }
    }

    /** Saves what the window shows, one frame after everything before. */
    void photograph(Path file) {
        waitFor("a frame", () -> Optional.of(true));
        onFx(() -> {
            try {
                Pictures.write(window.getScene().snapshot(null), file);
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Asks something on JavaFX's thread. */
    static <T> T onFx(Supplier<T> question) {
        return await(CompletableFuture.supplyAsync(question, Platform::runLater), "the window to answer");
    }

    private static <T> T await(CompletableFuture<T> answer, String what) {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new StepFailed("waited " + PATIENCE.toSeconds() + " s for " + what, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StepFailed failed ? failed : new StepFailed(what + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailed("interrupted while waiting for " + what, e);
        }
    }

    /** The newest window first: a dialog lies over what opened it. */
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

    /** All the text that a node shows. Call on JavaFX's thread. */
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
