package dev.agenthub.evidence.note;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "agenthub/pin/v1", "agenthub/pin/v1\nkey", "agenthub/pin/v2\nkey\nnote",
            "\uFEFFagenthub/pin/v1\nkey\nnote", "agenthub/pin/v1\r\nkey\r\nnote"})
    void rejectsAFileThatIsNoPin(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("pin"), text);

        assertThatThrownBy(() -> Pin.read(file)).isInstanceOf(EvidenceException.class)
                .hasFieldOrPropertyWithValue("code", Codes.PIN_MALFORMED);
    }

    @Test
    void rejectsAFileThatIsNoText() throws Exception {
        Path file = Files.write(folder.resolve("pin"), new byte[]{'a', (byte) 0xC0, (byte) 0x80});

        assertThatThrownBy(() -> Pin.read(file)).isInstanceOf(EvidenceException.class)
                .hasFieldOrPropertyWithValue("code", Codes.PIN_MALFORMED);
    }

    @Test
    void readsNoFileThatIsLargerThanAPinCanBe() throws Exception {
        Path file = Files.writeString(folder.resolve("pin"), "agenthub/pin/v1\nkey\n" + "x".repeat(2 << 20));

        assertThatThrownBy(() -> Pin.read(file)).isInstanceOf(EvidenceException.class)
                .hasFieldOrPropertyWithValue("code", Codes.PIN_MALFORMED);
    }
}
