package dev.agenthub.app.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.TestLog;
import dev.agenthub.evidence.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownKeysTest {
    private final VerifierKey northwind = new TestLog("northwind").signer().verifierKey();

    @TempDir
    private Path folder = Path.of("");

    private Path file() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".vkey")).findFirst().orElseThrow();
        }
    }

    @Test
    void recordsAKeyAgainWhereItsFileIsEmpty() throws IOException {
        KnownKeys keys = new KnownKeys(folder);
        keys.remember(northwind);
        Files.writeString(file(), "");

        assertThat(keys.find(northwind.name())).isNull();
        assertThat(keys.remember(northwind)).isTrue();
        assertThat(Objects.requireNonNull(keys.find(northwind.name())).key()).isEqualTo(northwind);
    }

    @Test
    void leavesAFileThatIsNotEmptyAsItIs() throws IOException {
        KnownKeys keys = new KnownKeys(folder);
        keys.remember(northwind);
        Files.writeString(file(), "something else");

        assertThat(keys.remember(northwind)).isFalse();
        assertThat(file()).hasContent("something else");
    }

    @Test
    void findsAKeyForItsOwnLogOnlyWhereverItsFileStands() throws IOException {
        KnownKeys keys = new KnownKeys(folder);
        assertThat(keys.find(northwind.name())).isNull();
        assertThat(keys.remember(northwind)).isTrue();
        assertThat(keys.remember(northwind)).isFalse();
        assertThat(Objects.requireNonNull(keys.find(northwind.name())).key()).isEqualTo(northwind);

        Files.writeString(file(), new TestLog("southwind").signer().verifierKey() + "\n");
        assertThat(keys.find(northwind.name())).isNull();
    }
}
