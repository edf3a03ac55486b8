package dev.agenthub.db.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTest extends OwnerOnlyCases {
    @TempDir
    Path temporary;

    @Override
    protected void write(Path file, byte[] content) throws IOException {
        OwnerOnly.replace(file, content);
    }

    @Test
    void writesNothingOverAFileThatIsThere() throws IOException {
        Path file = Files.writeString(temporary.resolve("secret"), "old");
        assertThatThrownBy(() -> OwnerOnly.write(file, "new")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("old");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void narrowsAFolderThatIsThere() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("open"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        OwnerOnly.folder(folder);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
    }
}
