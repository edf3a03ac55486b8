package dev.agenthub.server.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.db.failure.StartupException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFolderTest {
    private static final int LENGTH = 32;

    @TempDir
    private Path temporary = Path.of("");

    @Test
    void drawsASecretOnceAndKeepsItBetweenStarts() {
        String drawn;
        try (DataFolder folder = DataFolder.open(temporary)) {
            drawn = folder.secret("vault.key", LENGTH).base64Url();
            assertThat(folder.secret("vault.key", LENGTH).base64Url()).isEqualTo(drawn);
            assertThat(folder.secret("relay.key", LENGTH).base64Url()).isNotEqualTo(drawn);
        }
        try (DataFolder folder = DataFolder.open(temporary)) {
            assertThat(folder.secret("vault.key", LENGTH).base64Url()).isEqualTo(drawn);
        }
    }

    /** A new one in its place would open nothing that the old one sealed. */
    @ParameterizedTest
    @ValueSource(ints = {0, LENGTH - 1, LENGTH + 1})
    void saysWhichSecretIsDamagedAndLeavesItAlone(int length) throws Exception {
        try (DataFolder folder = DataFolder.open(temporary)) {
            folder.secret("vault.key", LENGTH);
            Path file = folder.secrets().resolve("vault.key");
            Files.write(file, new byte[length]);

            assertThatThrownBy(() -> folder.secret("vault.key", LENGTH))
                    .isInstanceOfSatisfying(StartupException.class,
                            e -> assertThat(e.code()).isEqualTo("SECRETS_UNUSABLE"))
                    .hasMessageContaining(file.toString()).hasMessageContaining("backup");
            assertThat(file).hasSize(length);
        }
    }
}
