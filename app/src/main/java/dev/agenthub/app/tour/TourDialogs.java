package dev.agenthub.app.tour;

import dev.agenthub.app.platform.FileDialogs;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Answers file dialogs with what the tour said before: a dialog of the system can't be driven. Confined to the window's thread. */
final class TourDialogs implements FileDialogs {
    private final Deque<Path> answers = new ArrayDeque<>();

    /** The next dialog is answered with this file. Called from the tour's thread. */
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
