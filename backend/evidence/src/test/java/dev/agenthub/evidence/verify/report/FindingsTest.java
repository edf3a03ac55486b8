package dev.agenthub.evidence.verify.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {

    private final Findings findings = new Findings();

    @Test
    void keepsAHundredOfAKindAndCountsTheRest() {
        for (long seq = 0; seq < 100; seq++) {
            findings.add(Codes.LINK_MISMATCH, seq, "other link");
        }
        assertThat(findings.list()).hasSize(100).extracting(Finding::seq).doesNotContainNull();

        findings.add(Codes.LINK_MISMATCH, 100L, "other link");
        findings.add(Codes.LINK_MISMATCH, 101L, "other link");

        assertThat(findings.list()).hasSize(101).last()
                .isEqualTo(new Finding(Codes.LINK_MISMATCH, null, "There are 2 more of these."));
    }

    @Test
    void listsRejectionsBeforeWarningsAndEntriesInTheirOrderBeforeTheWhole() {
        findings.add(Codes.TIME_REGRESSED, 1L, "earlier");
        findings.add(Codes.ROOT_MISMATCH, null, "other root");
        findings.add(Codes.LINK_MISMATCH, 7L, "other link");
        findings.add(Codes.LINK_MISMATCH, 3L, "other link");

        assertThat(findings.list()).extracting(Finding::code, Finding::seq).containsExactly(
                tuple(Codes.LINK_MISMATCH, 3L),
                tuple(Codes.LINK_MISMATCH, 7L),
                tuple(Codes.ROOT_MISMATCH, null),
                tuple(Codes.TIME_REGRESSED, 1L));
    }

    @Test
    void saysAtWhichByteWhereThatIsKnown() {
        findings.add(new EvidenceException(Codes.ENTRY_MALFORMED, "No event.", 0), 5L);
        findings.add(new EvidenceException(Codes.ENTRY_MALFORMED, "No event."), 6L);

        assertThat(findings.list()).extracting(Finding::message).containsExactly("No event. (byte 0)", "No event.");
    }

    @Test
    void areWrittenInLinesThatSteerNoTerminal() {
        ReportLines lines = new ReportLines().findings(List.of(
                new Finding(Codes.LINK_MISMATCH, 3L, "a\u001b[2J\u007f~ \u00e9\ud83d\ude00"),
                new Finding(Codes.TIME_REGRESSED, null, "earlier")));

        assertThat(lines).hasToString("""

                Findings
                  LINK_MISMATCH at entry 3: aU+001B[2JU+007F~ U+00E9U+01F600
                  warning TIME_REGRESSED: earlier
                """);
        assertThat(new ReportLines().findings(List.of())).hasToString("");
    }
}
