package dev.agenthub.evidence.verify.controls;

import static dev.agenthub.evidence.SampleLog.data;
import static dev.agenthub.evidence.SampleLog.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.SampleLog.Request;
import dev.agenthub.evidence.SamplePolicy;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.policy.ReplayGap;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.PolicyReplaySummary;
import dev.agenthub.evidence.verify.report.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the rules ask of a request is replayed where it is made, whatever becomes of it. */
class RequestsThatNeverRunTest extends GovernedLog {

    private static final JsonValue BY_TOOL = JsonValue.parse("""
            {"rules":[{"match":{"tool":"refund"},"outcome":"require","required":[{"count":2,"group":"approvers"}]},
                      {"match":{"tool":"ticket"},"outcome":"allow"}]}""".getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path exports;

    @ParameterizedTest
    @EnumSource
    void acceptsWhatItsRulesAsk(RequestEnd how) throws IOException {
        log.request(OTHER, required(2));
        how.of(log, OTHER);
        Report report = report(List.of());
        assertThat(report.findings()).isEmpty();
        assertThat(report.controls().policies())
                .isEqualTo(new PolicyReplaySummary(0, 1, 0, Map.of(ReplayGap.PAYLOAD, 1L)));
    }

    @ParameterizedTest
    @EnumSource
    void findsFewerApprovalsThanItsRulesAsk(RequestEnd how) throws IOException {
        ask(log.asked(OTHER, null, required(2)).build(),
                Map.of("required", SamplePolicy.required(List.of(required(1)))));
        long seq = log.events().size() - 1L;
        how.of(log, OTHER);
        Report report = report(List.of());
        assertThat(report.findings()).extracting(Finding::code, Finding::seq)
                .containsExactly(tuple(Codes.RUN_POLICY_MISMATCH, seq));
        assertThat(report.controls().policies())
                .isEqualTo(new PolicyReplaySummary(0, 1, 0, Map.of(ReplayGap.PAYLOAD, 1L)));
    }

    @ParameterizedTest
    @EnumSource
    void findsOtherRulesThanThoseThatApplyToItsPayload(RequestEnd how) throws IOException {
        log.publish(BY_TOOL);
        Request refund = log.action("refund", "refund", data().build());
        ask(log.asked(refund, null).build(), Map.of("rules",
                JsonValue.parse("[1]".getBytes(StandardCharsets.UTF_8)), "required", JsonArray.of()));
        long seq = log.events().size() - 1L;
        how.of(log, refund);
        assertThat(report(List.of(refund.payload())).findings()).extracting(Finding::code, Finding::seq)
                .containsExactly(tuple(Codes.RUN_POLICY_MISMATCH, seq));
        assertThat(report(List.of()).findings()).as("nothing tells which apply").isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void findsAProposalThatAsksForFewerApprovals(RequestEnd how) throws IOException {
        govern(RULES, null);
        propose(CHANGE, "policy.publish", policy(ALLOW_ALL), 0);
        long seq = log.events().size() - 1L;
        // What members sign is not under the policy of actions, and counts for nothing.
        how.of(log, CHANGE);
        Report report = report(List.of());
        assertThat(report.findings()).extracting(Finding::code, Finding::seq)
                .containsExactly(tuple(Codes.RUN_POLICY_MISMATCH, seq));
        assertThat(report.controls().policies()).isEqualTo(new PolicyReplaySummary(1, 0, 0, Map.of()));
    }

    private void ask(JsonObject honest, Map<String, JsonValue> changed) {
        JsonObject.Builder asked = data();
        honest.members().forEach((name, value) -> asked.put(name, changed.getOrDefault(name, value)));
        log.append(SampleLog.BY_AGENT, EventType.APPROVAL_REQUESTED, asked.build());
    }

    private Report report(List<byte[]> payloads) throws IOException {
        return ExportFixtures.verify(exports, ExportFixtures.export(log.events(), 0, false, payloads));
    }
}
