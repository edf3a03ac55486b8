package dev.agenthub.files;

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

/** A file is complete, on the disk and its owner's when its writer returns. */
class FileOnDiskTest {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void writesFilesThatOnlyTheirOwnerOpens() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "a longer text that was there");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        DurableFile.writePrivately(file, CONTENT);

        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(names()).containsExactly("key");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void putsContentThenNameThenFolderOnTheDisk() throws IOException {
        List<String> done = done(() -> DurableFile.writePrivately(folder.resolve("key"), CONTENT));

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

        assertThatThrownBy(() -> DurableFile.writePrivately(inTheWay, CONTENT)).isInstanceOf(IOException.class);

        assertThat(names()).containsExactly("key");
        assertThat(inTheWay.resolve("within")).isDirectory();
    }

    @Test
    void makesNoFolder() {
        assertThatThrownBy(() -> DurableFile.writePrivately(folder.resolve("none/key"), CONTENT))
                .isInstanceOf(NoSuchFileException.class);
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
