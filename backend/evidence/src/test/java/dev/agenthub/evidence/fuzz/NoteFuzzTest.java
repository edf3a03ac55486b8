package dev.agenthub.evidence.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SpecExamples;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.note.SignedNote;
import dev.agenthub.evidence.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever text comes, a note, a checkpoint, a key or a pin is read as its own one spelling, or refused with a code. */
@ResourceLock("the fuzzer, of which a JVM has one")
class NoteFuzzTest {

    static Stream<byte[]> readsNotesCheckpointsKeysAndPinsSeeds() {
        return Stream.of(SpecExamples.lines("checkpoint"), SpecExamples.lines("pin"), SpecExamples.line("vkey"));
    }

    @MethodSource("readsNotesCheckpointsKeysAndPinsSeeds")
    @FuzzTest(maxDuration = "10m")
    void readsNotesCheckpointsKeysAndPins(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        attempt(() -> assertThat(text).startsWith(SignedNote.parse(text).text() + "\n"));
        attempt(() -> assertThat(text).startsWith(Checkpoint.unverified(text).text()));
        attempt(() -> assertThat(VerifierKey.parse(text)).hasToString(text));
        attempt(() -> assertThat(Pin.parse(text).text()).isEqualTo(text));
    }

    static Stream<byte[]> believesNoNoteThatWasNotSignedSeeds() {
        return Stream.of(SpecExamples.lines("checkpoint"));
    }

    @MethodSource("believesNoNoteThatWasNotSignedSeeds")
    @FuzzTest(maxDuration = "10m")
    void believesNoNoteThatWasNotSigned(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        VerifierKey key = ExportFixtures.SIGNER.verifierKey();
        attempt(() -> assertThat(Checkpoint.open(text, key).sign(ExportFixtures.SIGNER)).contains(key.name()));
    }

    private static void attempt(Runnable reading) {
        try {
            reading.run();
        } catch (EvidenceException e) {
            assertThat(e.code()).isNotEmpty();
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
