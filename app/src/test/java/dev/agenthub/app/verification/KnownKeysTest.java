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

    @Test
    void findsAKeyForItsOwnLogOnlyWhereverItsFileStands() throws IOException {
        KnownKeys keys = new KnownKeys(folder);
        assertThat(keys.find(northwind.name())).isNull();
        assertThat(keys.remember(northwind)).isTrue();
        assertThat(keys.remember(northwind)).isFalse();
        assertThat(Objects.requireNonNull(keys.find(northwind.name())).key()).isEqualTo(northwind);

        Path file;
        try (var files = Files.list(folder)) {
            file = files.findFirst().orElseThrow();
        }
        Files.writeString(file, new TestLog("southwind").signer().verifierKey() + "\n");
        assertThat(keys.find(northwind.name())).isNull();
    }
}
