package dev.agenthub.evidence.verify.controls;

import static dev.agenthub.evidence.SampleLog.ADA;
import static dev.agenthub.evidence.SampleLog.BEN;
import static dev.agenthub.evidence.SampleLog.data;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.SampleLog.Request;
import dev.agenthub.evidence.SamplePolicy;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One member goes ahead without the approvals that are missing where the policy lets their group, and says why. */
class OverrideReplayTest {

    private static final Request REFUND = new Request("refund");
    private static final String TWO = "{\"outcome\":\"require\",\"required\":[{\"count\":2,\"group\":\"approvers\"}]}";
    private static final String WHY = "The building is on fire";

    @TempDir
    private Path folder;

    private final SampleLog log = SampleLog.opened();
    private Hash policy = SampleLog.POLICY;

    @Test
    void acceptsAnOverrideByAMemberOfTheGroupWithAReason() throws IOException {
        publish("{\"override\":{\"group\":\"finance\"},\"rules\":[],\"v\":\"agenthub/policy/v1\"}");
        override(WHY).run(REFUND);
        Report report = report();
        assertThat(report.findings()).isEmpty();
        assertThat(report.controls().overrides()).isEqualTo(1);
    }

    /** Nobody, a group that the member is not in, another shape, and one that is not the policy's own. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"rules\":[]}", "{\"override\":false}", "{\"override\":null}", "{\"override\":true}",
            "{\"override\":\"finance\"}", "{\"override\":{}}", "{\"override\":{\"group\":null}}",
            "{\"override\":{\"group\":[\"finance\"]}}", "{\"override\":{\"group\":\"owners\"}}",
            "{\"override\":{\"group\":\"Finance\"}}", "{\"override\":[{\"group\":\"finance\"}]}",
            "{\"rules\":[{\"override\":{\"group\":\"finance\"}}]}", "{\"x\":{\"override\":{\"group\":\"finance\"}}}"})
    void findsAnOverrideThatThePolicyDoesNotLetTheMemberDo(String document) throws IOException {
        publish(document);
        override(WHY).run(REFUND);
        assertThat(codes()).containsOnlyOnce(Codes.RUN_WITHOUT_APPROVAL);
    }

    @Test
    void findsAnOverrideByAMemberWhoLeftTheGroupBeforeTheRun() throws IOException {
        publish("{\"override\":{\"group\":\"finance\"},\"rules\":[],\"v\":\"agenthub/policy/v1\"}");
        override(WHY).change(ADA, true, "approvers").run(REFUND);
        assertThat(codes()).containsExactly(Codes.RUN_WITHOUT_APPROVAL);
    }

    @Test
    void findsTooFewApprovalsBesideAnOverrideThatDoesNotCount() throws IOException {
        publish("{\"override\":{\"group\":\"owners\"},\"rules\":[],\"v\":\"agenthub/policy/v1\"}");
        override(WHY).decide(BEN, said(BEN.key(), BEN.id(), Decision.APPROVE, "")).run(REFUND);
        assertThat(codes()).containsExactly(Codes.RUN_QUORUM_NOT_MET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "\u00a0", "\u3000", "\u200b", "\ufeff\u00ad", "\u2060\u180e", "\u3164"})
    void findsAnOverrideWhoseReasonNobodySees(String reason) throws IOException {
        publish("{\"override\":{\"group\":\"finance\"},\"rules\":[],\"v\":\"agenthub/policy/v1\"}");
        override(reason).run(REFUND);
        assertThat(codes()).containsExactly(Codes.RUN_WITHOUT_APPROVAL, Codes.RUN_WITHOUT_APPROVAL);
    }

    @Test
    void takesAControlForAReasonAsItIsNoWhiteSpace() throws IOException {
        publish("{\"override\":{\"group\":\"finance\"},\"rules\":[],\"v\":\"agenthub/policy/v1\"}");
        override("\u001c").run(REFUND);
        assertThat(codes()).isEmpty();
    }

    private void publish(String text) {
        JsonObject document = (JsonObject) JsonValue.parse(text.replace("\"rules\":[]", "\"rules\":[" + TWO + "]")
                .getBytes(StandardCharsets.UTF_8));
        String group = document.get("override") instanceof JsonObject allowed
                && allowed.get("group") instanceof JsonString(String name) ? name : null;
        policy = Hash.sha256(document.canonicalBytes());
        log.append(EventType.POLICY_PUBLISHED, data().put("policy", SampleLog.id("policy").toString())
                .put("version", 2).put("digest", policy.hex()).put("document", document).build());
        log.append(SampleLog.BY_AGENT, EventType.APPROVAL_REQUESTED, data().put("request", REFUND.id().toString())
                .put("agent", SampleLog.AGENT.toString()).put("payloadHash", REFUND.payloadHash().hex())
                .put("expiresAt", "2026-01-01T01:00:00.000000Z")
                .put("required", JsonArray.of(data().put("count", 2).put("group", "approvers").build()))
                .put("rules", JsonArray.of(JsonNumber.of(0))).put("unevaluated", JsonArray.of())
                .put("terms", SamplePolicy.terms(group, null))
                .put("policy", data().put("digest", policy.hex()).put("id", SampleLog.id("policy").toString())
                        .put("version", 2).build())
                .build());
    }

    private SampleLog override(String reason) {
        return log.decide(ADA, said(ADA.key(), ADA.id(), Decision.OVERRIDE, reason));
    }

    private DecisionStatement said(String key, UUID member, Decision decision, String reason) {
        return new DecisionStatement("", log.now(), decision, null, key, member, ExportFixtures.ORG,
                REFUND.payloadHash(), policy, reason, REFUND.id());
    }

    private List<String> codes() throws IOException {
        return report().findings().stream().map(Finding::code).toList();
    }

    private Report report() throws IOException {
        return ExportFixtures.verify(folder, log.events());
    }
}
