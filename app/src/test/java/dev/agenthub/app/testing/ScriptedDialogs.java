package dev.agenthub.app.testing;

import dev.agenthub.app.platform.FileDialogs;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Answers file dialogs with the files that the test has set. */
public final class ScriptedDialogs implements FileDialogs {
    private final Deque<Path> answers = new ArrayDeque<>();

    /** The next dialog is answered with this file. */
    public void answer(Path file) {
        answers.add(file);
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
