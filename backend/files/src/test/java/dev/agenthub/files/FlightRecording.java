package dev.agenthub.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A recording of this JVM by the JDK Flight Recorder. */
public final class FlightRecording {
    private FlightRecording() {}

    /** What is recorded. */
    @FunctionalInterface
    public interface Deed {
        void run() throws IOException;
    }

    /** The events of the whole process while {@code deed} was done, in the order of their ends. */
    public static List<RecordedEvent> during(Consumer<Recording> settings, Deed deed) throws IOException {
        try (Recording recording = new Recording()) {
            settings.accept(recording);
            recording.start();
            deed.run();
            recording.stop();
            Path file = Files.createTempFile("recorded", ".jfr");
            try {
                recording.dump(file);
                return RecordingFile.readAllEvents(file).stream()
                        .sorted(Comparator.comparing(RecordedEvent::getEndTime)).toList();
            } finally {
                Files.delete(file);
            }
        }
    }
}
