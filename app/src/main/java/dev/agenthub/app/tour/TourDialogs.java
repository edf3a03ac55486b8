package dev.agenthub.app.tour;

import dev.agenthub.app.platform.FileDialogs;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Answers file dialogs with a file that the tour has set, since system dialogs can't be
 * automated. Confined to the window's thread, except {@link #answer}.
 */
final class TourDialogs implements FileDialogs {
    private final Deque<Path> answers = new ArrayDeque<>();

    /** Sets the answer of the next dialog. Called on the tour's thread. */
    void answer(Path file) {
        WindowReader.onFx(() -> answers.add(file));
    }

    @Override
    public Optional<Path> open(String title, String description, String extension) {
        return Optional.ofNullable(answers.poll());
    }

    @Override
    public Optional<Path> save(String title, String suggestedName, String description, String extension) {
        return Optional.ofNullable(answers.poll());
    }
}
