package dev.agenthub.server.events.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.db.secret.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Everybody who may use the database can send on the channel between backends. */
class MessageSealTest {
    private final MessageSeal ours = new MessageSeal(SecretBytes.of(new byte[MessageSeal.KEY_LENGTH]));

    @Test
    void opensWhatWasSealedWithTheSameKeyAndNothingElse() {
        byte[] message = "from 3 to 5".getBytes(StandardCharsets.UTF_8);
        String sealed = ours.seal(message);
        assertThat(ours.open(sealed)).hasValue(message);
        assertThat(ours.seal(message)).isNotEqualTo(sealed);

        byte[] bytes = Base64.getUrlDecoder().decode(sealed);
        for (int at = 0; at < bytes.length; at++) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            assertThat(ours.open(text(changed))).as("byte " + at).isEmpty();
        }
        byte[] other = new byte[MessageSeal.KEY_LENGTH];
        other[0] = 1;
        assertThat(new MessageSeal(SecretBytes.of(other)).open(sealed)).isEmpty();
    }

    @Test
    void takesNoMessageOfAnyLengthForMoreThanNoise() {
        for (int length = 0; length < 40; length++) {
            assertThat(ours.open(text(new byte[length]))).isEmpty();
        }
        assertThat(ours.open("not base64!")).isEmpty();
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
