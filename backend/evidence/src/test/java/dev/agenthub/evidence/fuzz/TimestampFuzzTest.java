package dev.agenthub.evidence.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.timestamp.TimestampToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bytes come for a token, they hold or they are TIMESTAMP_INVALID. */
@ResourceLock("the fuzzer, of which a JVM has one")
class TimestampFuzzTest {

    private static final String NOTE = ExportFixtures.checkpoint(SampleLog.opened().events().subList(0, 3));

    @FuzzTest(maxDuration = "10m")
    void holdsOrIsInvalid(byte[] input) {
        try {
            assertThat(TimestampToken.parse(input).verify(NOTE, null).authority()).isNotEmpty();
        } catch (EvidenceException e) {
            assertThat(e.code()).isEqualTo(Codes.TIMESTAMP_INVALID);
        }
    }

    /** Or the fuzzer would begin with none, once the note is another one, and say nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"bare-token.der", "ec-sha384.tsr", "rsa-sha256.tsr"})
    void beginsWithTokensThatHold(String seed) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                TimestampFuzzTest.class.getResourceAsStream("TimestampFuzzTestInputs/holdsOrIsInvalid/" + seed))) {
            assertThat(TimestampToken.parse(in.readAllBytes()).verify(NOTE, null).authority()).contains("Example time");
        }
    }
}
