package dev.agenthub.evidence.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.SpecExamples;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.verify.controls.saved.SavedState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever lies beside a pin, it is read as a state in the one spelling that it has, or refused. */
@ResourceLock("the fuzzer, of which a JVM has one")
class StateFuzzTest {

    @TempDir
    private static Path folder = Path.of("");

    static Stream<byte[]> readsWhatItWouldWriteSeeds() {
        return Stream.of(withoutSum(SpecExamples.lines("state")));
    }

    /** The last line is computed: no fuzzer finds a hash. */
    @MethodSource("readsWhatItWouldWriteSeeds")
    @FuzzTest(maxDuration = "10m")
    void readsWhatItWouldWrite(byte[] lines) throws IOException {
        String sum = "{\"sha256\":\"" + Hash.sha256(lines).hex() + "\"}\n";
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        state.writeBytes(lines);
        state.writeBytes(sum.getBytes(StandardCharsets.UTF_8));
        reads(lines);
        reads(state.toByteArray());
    }

    private static byte[] withoutSum(byte[] state) {
        String text = new String(state, StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf("{\"sha256\"")).getBytes(StandardCharsets.UTF_8);
    }

    private static void reads(byte[] state) throws IOException {
        Path file = Files.write(folder.resolve("pin.state"), state);
        try {
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            SavedState.read(file).writeTo(written);
            assertThat(written.toByteArray()).isEqualTo(state);
        } catch (EvidenceException e) {
            assertThat(e.code()).isEqualTo(Codes.STATE_MALFORMED);
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
