package dev.agenthub.evidence.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.SpecExamples;
import dev.agenthub.evidence.canonical.CanonicalJson;
import dev.agenthub.evidence.canonical.CanonicalScanner;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventScan;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.provider.MethodSource;

/** What the fast scanners prove, the strict readers accept and write again in the same bytes. */
@ResourceLock("the fuzzer, of which a JVM has one")
class ScannerFuzzTest {

    /** Room around the input, for a scanner that looks too far to find something else there. */
    private static final int MARGIN = 11;

    @FuzzTest(maxDuration = "10m")
    void provesOnlyWhatIsCanonical(byte[] input) {
        byte[] framed = framed(input);
        int end = CanonicalScanner.value(framed, MARGIN, MARGIN + input.length, 0);
        if (end != CanonicalScanner.NOT_PROVEN) {
            byte[] proven = Arrays.copyOfRange(framed, MARGIN, end);
            assertThat(CanonicalJson.lossless(proven)).isEqualTo(proven);
        }
    }

    @FuzzTest(maxDuration = "10m")
    void readsAllThatIsCanonical(byte[] input) {
        JsonValue parsed = null;
        try {
            JsonValue value = JsonValue.parse(input);
            parsed = Arrays.equals(value.canonicalBytes(), input) ? value : null;
        } catch (EvidenceException _) {
            // Then nothing else may read it either.
        }
        assertThat(CanonicalJson.value(input)).isEqualTo(parsed);
    }

    static Stream<byte[]> provesOnlyEventsSeeds() {
        return Stream.of("event-0", "event-1", "event-2").map(SpecExamples::line);
    }

    @MethodSource("provesOnlyEventsSeeds")
    @FuzzTest(maxDuration = "10m")
    void provesOnlyEvents(byte[] input) {
        byte[] framed = framed(input);
        EventScan scan = new EventScan();
        if (scan.proves(framed, MARGIN, MARGIN + input.length)) {
            AuditEvent event = AuditEvent.parse(input);
            assertThat(event.canonicalBytes()).isEqualTo(input);
            assertThat(scan.event()).isEqualTo(event);
        }
    }

    private static byte[] framed(byte[] input) {
        byte[] framed = new byte[input.length + 2 * MARGIN];
        Arrays.fill(framed, (byte) '9');
        System.arraycopy(input, 0, framed, MARGIN, input.length);
        return framed;
    }
}
