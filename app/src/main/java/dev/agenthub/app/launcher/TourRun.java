package dev.agenthub.app.launcher;

import dev.agenthub.app.platform.Browser;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.DataFolders;
import dev.agenthub.app.platform.FileDialogs;
import dev.agenthub.app.tour.Tour;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** Runs the desktop and the tour that operates it, on a new sample organization. */
final class TourRun {
    private final Path pictures;
    private final int port;
    private final PrintWriter out;
    private final PrintWriter errors;

    TourRun(Path pictures, int port, PrintWriter out, PrintWriter errors) {
        this.pictures = pictures;
        this.port = port;
        this.out = out;
        this.errors = errors;
    }

    /** Runs the tour with a new sample organization in {@code data}; for null, in a temporary folder. Returns the exit code. */
    int run(@Nullable Path data) throws IOException {
        if (data != null) {
            return tour(DataFolders.of(data, true));
        }
        Path passing = Files.createTempDirectory("agenthub-tour-");
        try {
            return tour(passing.resolve("sample"));
        } finally {
            delete(passing);
        }
    }

    private int tour(Path folder) {
        if (!EmbeddedBackend.isFirstStart(folder)) {
            throw new CodedException("TOUR_NEEDS_NEW_FOLDER", "The tour begins with the first start, and " + folder
                    + " has one behind it.");
        }
        Tour tour = new Tour(pictures, out);
        return DesktopApplication.run(new DesktopOptions(folder, true, port), null, new Guide(tour), errors);
    }

    /** The tour as the window's user. */
    private record Guide(Tour tour) implements AutomatedUser {
        @Override
        public int accompany(Stage stage, EmbeddedBackend backend) throws IOException {
            return tour.take(stage, backend.tourDoor());
        }

        @Override
        public FileDialogs dialogs(Stage stage) {
            return tour.dialogs();
        }

        @Override
        public Browser browser() {
            return tour.browser();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
