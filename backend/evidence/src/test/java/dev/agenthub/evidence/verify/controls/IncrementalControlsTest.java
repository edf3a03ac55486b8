package dev.agenthub.evidence.verify.controls;

import static dev.agenthub.evidence.ExportFixtures.SIGNER;
import static dev.agenthub.evidence.SampleLog.ADA;
import static dev.agenthub.evidence.SampleLog.BEN;
import static dev.agenthub.evidence.SampleLog.required;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.SampleLog.Person;
import dev.agenthub.evidence.SampleLog.Request;
import dev.agenthub.evidence.policy.ReplayGap;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.report.ApprovalsShown;
import dev.agenthub.evidence.verify.report.ControlsSummary;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.PartState;
import dev.agenthub.evidence.verify.report.PolicyReplaySummary;
import dev.agenthub.evidence.verify.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests what the replay of controls says of exports that begin after the log's first entry. */
class IncrementalControlsTest {
    private static final Request REFUND = new Request("refund");
    private static final Request OTHER = new Request("other");

    @TempDir
    private Path folder;

    private final SampleLog log = SampleLog.opened();

    @Test
    void judgesWhatAnIncrementalExportShowsAndCountsTheRest() throws IOException {
        log.request(REFUND, required(1)).approve(ADA, REFUND);
        int from = log.events().size();
        log.run(REFUND).join(Person.of("cleo"), "approvers").install(SampleLog.OWNER).request(OTHER, required(1))
                .approve(Person.of("cleo"), OTHER).run(OTHER).run(OTHER);
        Report report = verify(ExportFixtures.export(log.events(), from, true, List.of()), from);
        assertThat(report.findings()).extracting(Finding::code).containsExactly(Codes.RUN_REPLAYED,
                Codes.CONTROLS_PARTIAL);
        assertThat(report.controls().notJudged()).isEqualTo(1);
        assertThat(report.controls().withApproval()).isEqualTo(1);
        assertThat(report.firstSeq()).isEqualTo(from);
    }

    @Test
    void verifiesEveryIncrementalExportAgainstEveryPinFromItsStartOn() throws IOException {
        List<byte[]> events = SampleLog.ordinary().events();
        for (int from = 1; from <= events.size(); from++) {
            byte[] export = ExportFixtures.export(events, from, true, List.of());
            for (int pinned = 1; pinned <= events.size(); pinned++) {
                Report report = verify(export, events, pinned);
                assertThat(report.isVerified()).isEqualTo(pinned >= from);
                assertThat(report.coveredByPin()).isEqualTo(Math.max(0, pinned - from));
                if (report.isVerified()) {
                    assertThat(report.parts().controls()).isEqualTo(PartState.PARTIAL);
                }
            }
        }
    }

    @Test
    void judgesNoApprovalWhereTheOwnerIsNotKnown() throws IOException {
        int from = log.events().size();
        log.join(Person.of("cleo"), "approvers").request(REFUND, required(1)).approve(Person.of("cleo"), REFUND)
                .run(REFUND);
        assertThat(incremental(from).controls())
                .isEqualTo(new ControlsSummary(1, 0, 0, 0, 0, 1, 1, 1, new ApprovalsShown(1, 0, 0),
                        new PolicyReplaySummary(0, 0, 1, Map.of(ReplayGap.POLICY, 1L))));
        log.install(SampleLog.OWNER).request(OTHER, required(1)).approve(Person.of("cleo"), OTHER).run(OTHER);
        assertThat(incremental(from).controls())
                .isEqualTo(new ControlsSummary(2, 1, 0, 0, 0, 1, 2, 2, new ApprovalsShown(2, 0, 0),
                        new PolicyReplaySummary(0, 0, 2, Map.of(ReplayGap.POLICY, 2L))));
    }

    @Test
    void countsNoDecisionAsVerifiedWhoseKeyOrSignatureIsNot() throws IOException {
        log.request(REFUND, required(1)).approve(Person.of("stranger"), REFUND)
                .decided(log.statement(ADA, REFUND, Decision.APPROVE), new byte[64]).revoke(BEN).approve(BEN, REFUND);
        Report whole = Verifier.verify(ExportFixtures.write(folder, ExportFixtures.export(log.events())),
                VerifyOptions.of(SIGNER.verifierKey(), null));
        assertThat(whole.controls()).isEqualTo(new ControlsSummary(0, 0, 0, 0, 0, 0, 3, 0, ApprovalsShown.NONE,
                new PolicyReplaySummary(0, 1, 0, Map.of(ReplayGap.PAYLOAD, 1L))));
        int from = log.events().size();
        log.approve(ADA, REFUND);
        assertThat(incremental(from).controls())
                .isEqualTo(new ControlsSummary(0, 0, 0, 0, 0, 0, 1, 0, ApprovalsShown.NONE,
                        PolicyReplaySummary.NONE));
    }

    private Report incremental(int from) throws IOException {
        Report report = verify(ExportFixtures.export(log.events(), from, true, List.of()), from);
        assertThat(report.toText()).contains("Entries         " + (log.events().size() - from) + " from " + from + "\n",
                "Covered by pin  0\n", "Chain           passed\n");
        return report;
    }

    private Report verify(byte[] export, int pinned) throws IOException {
        return verify(export, log.events(), pinned);
    }

    private Report verify(byte[] export, List<byte[]> events, int pinned) throws IOException {
        return Verifier.verify(ExportFixtures.write(folder, export),
                VerifyOptions.of(null, ExportFixtures.pin(events, pinned)));
    }
}
