package dev.agenthub.evidence.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.SpecExamples;
import dev.agenthub.evidence.canonical.CanonicalJson;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.statement.DecisionStatement;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes come, the JSON readers answer with a value or with a code and an offset inside of the input. */
@ResourceLock("the fuzzer, of which a JVM has one")
class JsonFuzzTest {

    @FuzzTest(maxDuration = "10m")
    void hasOneCanonicalFormOrACode(byte[] input) {
        try {
            byte[] canonical = CanonicalJson.lossless(input);
            assertThat(CanonicalJson.lossless(canonical)).isEqualTo(canonical);
            assertThat(CanonicalJson.rfc8785(input)).isEqualTo(canonical);
        } catch (EvidenceException e) {
            assertInside(e, input);
        }
    }

    @FuzzTest(maxDuration = "10m")
    void roundsToWhatRoundsNoFurther(byte[] input) {
        try {
            byte[] canonical = CanonicalJson.rfc8785(input);
            assertThat(CanonicalJson.rfc8785(canonical)).isEqualTo(canonical);
            assertThat(CanonicalJson.lossless(canonical)).isEqualTo(canonical);
        } catch (EvidenceException e) {
            assertInside(e, input);
        }
    }

    /** The canonical bytes are written as the input is read, or by the values of a tree: the same, or the same fault. */
    @FuzzTest(maxDuration = "10m")
    void writesWhatTheValuesOfATreeWrite(byte[] input) {
        assertThat(outcome(() -> CanonicalJson.lossless(input)))
                .isEqualTo(outcome(() -> JsonValue.parse(input).canonicalBytes()));
    }

    private static String outcome(Supplier<byte[]> canonical) {
        try {
            return new String(canonical.get(), StandardCharsets.UTF_8);
        } catch (EvidenceException e) {
            return e.code() + " at " + e.offset() + ": " + e.getMessage();
        }
    }

    static Stream<byte[]> readsAStatementOnlyInItsOwnBytesSeeds() {
        return Stream.of(SpecExamples.line("statement"));
    }

    @MethodSource("readsAStatementOnlyInItsOwnBytesSeeds")
    @FuzzTest(maxDuration = "10m")
    void readsAStatementOnlyInItsOwnBytes(byte[] input) {
        try {
            assertThat(DecisionStatement.parse(input).canonicalBytes()).isEqualTo(input);
        } catch (EvidenceException e) {
            assertThat(e.code()).startsWith("STATEMENT_");
            assertThat(e.offset()).isBetween(-1L, (long) input.length);
        }
    }

    private static void assertInside(EvidenceException e, byte[] input) {
        assertThat(e.code()).startsWith("JSON_");
        assertThat(e.offset()).as(e.code() + " in " + Arrays.toString(input)).isBetween(0L, (long) input.length);
    }
}
