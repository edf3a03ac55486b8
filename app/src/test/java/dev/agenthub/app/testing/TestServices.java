package dev.agenthub.app.testing;

import dev.agenthub.app.platform.FileDialogs;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.TaskRunner;
import dev.agenthub.app.ui.common.TextSize;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;

/** Services of a machine whose file dialogs are never answered. */
public final class TestServices {
    private TestServices() {}

    /** Services of a person who chooses no file and opens no page. */
    public static AppServices of(TaskRunner tasks, Path folder) {
        FileDialogs nobody = new FileDialogs() {
            @Override
            public Optional<Path> open(String title, String description, String extension) {
                return Optional.empty();
            }

            @Override
            public Optional<Path> save(String title, String suggestedName, String description, String extension) {
                return Optional.empty();
            }
        };
        return new AppServices(tasks, nobody, page -> {}, folder, InstantSource.system(), ZoneOffset.UTC,
                new TextSize());
    }
}
