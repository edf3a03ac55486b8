package dev.agenthub.evidence.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the numbers that are read at any place of a file, across the end of what was read at once and of the file. */
class WindowTest {
    @TempDir
    private Path folder;

    private FileChannel file(int... bytes) throws IOException {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return FileChannel.open(Files.write(folder.resolve("numbers"), content));
    }

    @Test
    void readsNumbersAtEveryPlaceForwardsAndBackwards() throws IOException {
        try (FileChannel file = file(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)) {
            Window window = new Window(file, 10, 4);
            for (int at = 0; at <= 8; at++) {
                assertThat(window.u16(at)).isEqualTo(at | (at + 1) << 8);
                assertThat(window.u16(8 - at)).isEqualTo((8 - at) | (9 - at) << 8);
            }
            for (int at = 0; at <= 8; at++) {
                assertThat(window.u16(at)).isEqualTo(at | (at + 1) << 8);
            }
            assertThatThrownBy(() -> window.u16(9)).hasFieldOrPropertyWithValue("code", Codes.ARCHIVE_INVALID);
            assertThatThrownBy(() -> window.u16(-1)).hasFieldOrPropertyWithValue("code", Codes.ARCHIVE_INVALID);
        }
    }

    @Test
    void refusesNumbersThatNoFileCouldReach() throws IOException {
        try (FileChannel file = file(255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 127)) {
            Window window = new Window(file, 16, 16);
            assertThatThrownBy(() -> window.u64(0)).hasFieldOrPropertyWithValue("code", Codes.ARCHIVE_INVALID);
            assertThat(window.u64(8)).isEqualTo(Long.MAX_VALUE);
        }
    }
}
