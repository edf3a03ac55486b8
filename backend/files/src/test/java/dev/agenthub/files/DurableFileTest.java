package dev.agenthub.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {
    @TempDir
    Path folder;

    @Test
    void replacesTheOlderFileOnlyWhenItIsComplete() throws IOException {
        Path target = Files.writeString(folder.resolve("file"), "old");
        byte[] content = "new".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        try (DurableFile file = DurableFile.of(target)) {
            file.out().write(content);
            assertThat(target).hasContent("old");
            assertThat(file.size()).isEqualTo(content.length);
            file.complete();
        }
        assertThat(target).hasBinaryContent(content);
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void leavesNothingOfAnIncompleteFile() throws IOException {
        Path target = Files.writeString(folder.resolve("file"), "old");
        try (DurableFile file = DurableFile.of(target)) {
            file.out().write(1);
        }
        assertThat(target).hasContent("old");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void leavesNothingWhereAFolderHasItsName() throws IOException {
        Path target = Files.createDirectories(folder.resolve("file/full")).getParent();
        assertThatThrownBy(() -> DurableFile.write(target, new byte[1])).isInstanceOf(IOException.class);
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void saysThatThereIsNoSuchFolder() {
        assertThatThrownBy(() -> DurableFile.write(folder.resolve("missing/file"), new byte[1]))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> DurableFile.write(folder.getRoot(), new byte[1])).isInstanceOf(IOException.class);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void letsNobodyElseRead() throws IOException {
        Path target = folder.resolve("file");
        DurableFile.write(target, new byte[1]);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target))).isEqualTo("rw-------");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void takesThePlaceOfALinkAndOfNothingBehindIt() throws IOException {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "old");
        Path target = Files.createSymbolicLink(folder.resolve("file"), elsewhere);
        DurableFile.write(target, new byte[]{1});
        assertThat(target).isRegularFile().hasBinaryContent(new byte[]{1});
        assertThat(Files.isSymbolicLink(target)).isFalse();
        assertThat(elsewhere).hasContent("old");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void takesThePlaceOfNoDevice() throws IOException {
        // A link, so that a failure of this test takes nothing from the machine.
        Path target = Files.createSymbolicLink(folder.resolve("file"), Path.of("/dev/null"));
        assertThatThrownBy(() -> DurableFile.of(target)).isInstanceOf(IOException.class)
                .hasMessageContaining("is not a file");
        assertThat(target).isSymbolicLink();
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void createsNothingOverAFileThatIsThere() throws IOException {
        Path target = Files.writeString(folder.resolve("file"), "old");
        assertThatThrownBy(() -> DurableFile.createPrivately(target, "new"))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(target).hasContent("old");
    }
}
