package dev.agenthub.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agenthub.files.DataFolderCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SingleInstanceTest {
    @TempDir
    private Path folder;

    @Test
    void asksTheFirstWindowToShowItself() throws IOException {
        AtomicInteger shown = new AtomicInteger();
        try (SingleInstance _ = SingleInstance.claim(folder, shown::incrementAndGet)) {
            CodedException refused = claimAgain();
            assertThat(refused.code()).isEqualTo(DataFolderCodes.IN_USE);
            assertThat(refused.sentence()).contains(folder.toString(), "stands in front");
        }
        assertThat(shown).hasValue(1);
    }

    @Test
    void obeysNobodyWhoDoesNotKnowTheWord() throws IOException {
        AtomicInteger shown = new AtomicInteger();
        try (SingleInstance _ = SingleInstance.claim(folder, shown::incrementAndGet)) {
            Path place = folder.resolve("desktop.instance");
            String port = Files.readAllLines(place).getFirst();
            Files.writeString(place, port + "\nanother word\n");
            assertThat(claimAgain().sentence()).doesNotContain("stands in front");
        }
        assertThat(shown).hasValue(0);
    }

    @Test
    void letsGoOfTheFolderWhenItIsClosed() throws IOException {
        SingleInstance.claim(folder, () -> {}).close();
        SingleInstance.claim(folder, () -> {}).close();
        assertThat(folder.resolve("desktop.lock")).exists();
    }

    @Test
    void refusesAFileWhereTheFolderShouldBe() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        CodedException refused = catchThrowableOfType(CodedException.class, () -> SingleInstance.claim(file, () -> {}));
        assertThat(refused.code()).isEqualTo(DataFolderCodes.UNUSABLE);
        assertThat(file).isRegularFile();
    }

    private CodedException claimAgain() {
        return catchThrowableOfType(CodedException.class, () -> SingleInstance.claim(folder, () -> {}));
    }
}
