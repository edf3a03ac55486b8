package dev.agenthub.evidence.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.hash.Hash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

    private static final String ROOT = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    private final NoteSigner signer = new NoteSigner("example.com/log", ExportFixtures.seed("log"));
    private final Checkpoint checkpoint = new Checkpoint("example.com/log", 42, Hash.sha256());

    @Test
    void isThreeLines() {
        assertThat(checkpoint.text()).isEqualTo("example.com/log\n42\n" + ROOT + "\n");
    }

    @Test
    void opensOnlyUnderTheKeyOfItsOwnOrigin() {
        assertThat(Checkpoint.open(checkpoint.sign(signer), signer.verifierKey())).isEqualTo(checkpoint);
        String forOther = signer.sign(new Checkpoint("example.com/other", 42, Hash.sha256()).text());
        assertThatThrownBy(() -> Checkpoint.open(forOther, signer.verifierKey()))
                .hasFieldOrPropertyWithValue("code", Codes.SIGNATURE_MISSING);
        NoteSigner other = new NoteSigner("example.com/other", ExportFixtures.seed("log"));
        assertThatThrownBy(() -> checkpoint.sign(other)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com/log\n42\n", "example.com/log\n42\n" + ROOT + "\nextension\n",
            "example.com/log\n042\n" + ROOT + "\n", "example.com/log\n-1\n" + ROOT + "\n",
            "example.com/log\n+1\n" + ROOT + "\n", "example.com/log\n9223372036854775808\n" + ROOT + "\n",
            "example.com/log\n42\nAAAA\n", "example.com/log\n42\n" + "!" + "\n", "\n42\n" + ROOT + "\n",
            "example.com log\n42\n" + ROOT + "\n", "example.com/log\n42 \n" + ROOT + "\n"})
    void readsNothingElse(String text) {
        assertThatThrownBy(() -> Checkpoint.open(signer.sign(text), signer.verifierKey()))
                .isInstanceOf(EvidenceException.class)
                .hasFieldOrPropertyWithValue("code", Codes.CHECKPOINT_MALFORMED);
    }

    @Test
    void isKeptAsAPinWithItsKey(@TempDir Path folder) throws IOException {
        Pin pin = new Pin(checkpoint.sign(signer), signer.verifierKey());
        Path file = folder.resolve("log.pin");
        pin.write(file);
        pin.write(file);
        assertThat(Pin.read(file)).isEqualTo(pin);
        assertThat(pin.checkpoint()).isEqualTo(checkpoint);
        assertThat(Files.readString(file)).startsWith("agenthub/pin/v1\nexample.com/log+");
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void isNoPinWhenAnythingInItChanged(@TempDir Path folder) throws IOException {
        byte[] bytes = new Pin(checkpoint.sign(signer), signer.verifierKey()).text()
                .getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at++) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            Path file = Files.write(folder.resolve("log.pin"), changed);
            assertThatThrownBy(() -> Pin.read(file)).isInstanceOf(EvidenceException.class);
        }
    }
}
