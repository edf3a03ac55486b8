package dev.agenthub.db.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Test cases for both writers of files that are complete, on the disk and their owner's: {@link OwnerOnly}, and the evidence library's,
 * which knows no other module and so has one of its own.
 */
public abstract class OwnerOnlyCases {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    /** Writes the file, or another in its place. */
    protected abstract void write(Path file, byte[] content) throws IOException;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void writesFilesThatOnlyTheirOwnerOpens() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "a longer text that was there");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        write(file, CONTENT);

        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(names()).containsExactly("key");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void putsContentThenNameThenFolderOnTheDisk() throws IOException {
        List<String> done = done(() -> write(folder.resolve("key"), CONTENT));

        String part = done.getFirst().replace("FileWrite ", "");
        assertThat(part).isNotEqualTo("key");
        assertThat(done).containsExactly("FileWrite " + part, "FileForce " + part, "move",
                "FileForce " + folder.getFileName());
        assertThat(folder.resolve("key")).hasBinaryContent(CONTENT);
    }

    @Test
    void leavesNothingBehindWhereItFails() throws IOException {
        Path inTheWay = folder.resolve("key");
        Files.createDirectories(inTheWay.resolve("within"));

        assertThatThrownBy(() -> write(inTheWay, CONTENT)).isInstanceOf(IOException.class);

        assertThat(names()).containsExactly("key");
        assertThat(inTheWay.resolve("within")).isDirectory();
    }

    @Test
    void makesNoFolder() {
        assertThatThrownBy(() -> write(folder.resolve("none/key"), CONTENT)).isInstanceOf(NoSuchFileException.class);
    }

    /** What reached files in the folder, and the folder itself, and what got another name, in order. */
    private List<String> done(FlightRecording.Deed deed) throws IOException {
        Thread here = Thread.currentThread();
        return FlightRecording.during(recording -> {
            recording.enable("jdk.FileWrite").withoutThreshold();
            recording.enable("jdk.FileForce").withoutThreshold();
            recording.enable("jdk.MethodTrace").with("filter", "java.nio.file.Files::move").withoutThreshold();
        }, deed).stream().filter(event -> event.getThread().getJavaThreadId() == here.threadId())
                .map(event -> event.hasField("path")
                        ? event.getEventType().getName().replace("jdk.", "") + " "
                                + Path.of(event.getString("path")).getFileName()
                        : "move")
                .toList();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> names = Files.list(folder)) {
            return names.map(name -> name.getFileName().toString()).toList();
        }
    }
}
