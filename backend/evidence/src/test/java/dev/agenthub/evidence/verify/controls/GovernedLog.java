package dev.agenthub.evidence.verify.controls;

import static dev.agenthub.evidence.SampleLog.ADA;
import static dev.agenthub.evidence.SampleLog.BEN;
import static dev.agenthub.evidence.SampleLog.data;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.SampleLog.Person;
import dev.agenthub.evidence.SampleLog.Request;
import dev.agenthub.evidence.SamplePolicy;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.AppliedRules;
import dev.agenthub.evidence.policy.GovernanceDocument;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.verify.VerifiedExport;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.controls.saved.SavedState;
import dev.agenthub.evidence.verify.controls.saved.StateReader;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.PartState;
import dev.agenthub.evidence.verify.report.Report;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** A log whose organization has a governance policy, with proposals of changes and what is done behind them. */
abstract class GovernedLog {

    static final Person ADMIN = Person.of("admin");
    static final Request CHANGE = new Request("change");
    static final Request OTHER = new Request("other");
    static final JsonObject RULES = rules("policy.publish", "member.change", "invitation.create",
            "governance.set", "agent.install", "agent.key_issue", "group.change");
    static final JsonObject NO_RULES = rules();
    static final JsonObject ALLOW_ALL = data().put("rules", JsonArray.of()).build();

    @TempDir
    private Path folder;

    final SampleLog log = SampleLog.opened();
    Hash governance = Hash.sha256();
    GovernanceDocument document = GovernanceDocument.parse(NO_RULES);
    int version;

    static JsonObject rules(String... kinds) {
        JsonArray rules = kinds.length == 0
                ? JsonArray.of()
                : JsonArray.of(data().put("match", data().put("kind", JsonArray.ofStrings(List.of(kinds))).build())
                        .put("outcome", "require").put("required", counts(1)).build());
        return data().put("rules", rules).put("v", "agenthub/governance/v1").build();
    }

    static JsonArray counts(int count) {
        return JsonArray.of(data().put("count", count).put("group", "approvers").build());
    }

    void govern(JsonObject rules, @Nullable Request behind) {
        governance = Hash.sha256(rules.canonicalBytes());
        JsonObject.Builder event = data().put("policy", SampleLog.id("governance").toString()).put("version", ++version)
                .put("digest", governance.hex()).put("document", rules);
        document = GovernanceDocument.parse(rules);
        log.append(EventType.GOVERNANCE_SET, behind(event, behind));
    }

    static JsonObject behind(JsonObject.Builder event, @Nullable Request request) {
        return behind(event, "request", request);
    }

    static JsonObject behind(JsonObject.Builder event, String member, @Nullable Request request) {
        return (request == null ? event : event.put(member, request.id().toString())).build();
    }

    private static final Map<String, Subject> SUBJECTS = Map.of(
            "policy.publish", new Subject(SampleLog.id("policy").toString(), "policy"),
            "governance.set", new Subject(SampleLog.id("governance").toString(), "governance"),
            "member.change", new Subject(BEN.id().toString(), "member"),
            "invitation.create", new Subject("not the invitation's", "invitation"),
            "agent.install", new Subject(SampleLog.id("new").toString(), "agent"),
            "connection.authorize", new Subject(SampleLog.id("workspace").toString(), "workspace"),
            "connection.scopes", new Subject("c", "connector"),
            "budget.change", new Subject(SampleLog.id("workspace").toString(), "workspace"),
            "reservation.settle", new Subject(SampleLog.id("run").toString(), "run"));

    void propose(Request request, String kind, JsonObject after, int count) {
        propose(request, request.payloadHash(), kind, after, count);
    }

    void propose(Request request, Hash payloadHash, String kind, JsonObject after, int count) {
        Subject subject = Objects.requireNonNull(SUBJECTS.get(kind));
        log.append(EventType.APPROVAL_REQUESTED, data().put("request", request.id().toString())
                .put("proposer", ADMIN.id().toString()).put("kind", kind)
                .put("after", Hash.sha256(after.canonicalBytes()).hex())
                .put("subject", data().put("id", subject.id()).put("kind", subject.kind()).build())
                .put("payloadHash", payloadHash.hex())
                .put("expiresAt", "2026-01-01T01:00:00.000000Z").put("required", counts(count))
                .put("rules", AppliedRules.json(ChangeKind.ofWord(kind).map(document::applied).orElseThrow().rules()))
                .put("unevaluated", JsonArray.of()).put("terms", SamplePolicy.terms(null, null))
                .put("policy", data().put("digest", governance.hex()).put("id", SampleLog.id("governance").toString())
                        .put("version", version).build())
                .build());
    }

    void approve(Person person, Request request) {
        approve(person, request, request.payloadHash());
    }

    void approve(Person person, Request request, Hash payloadHash) {
        log.decide(person, new DecisionStatement("", log.now(), Decision.APPROVE, null, person.key(), person.id(),
                ExportFixtures.ORG, payloadHash, governance, "", request.id()));
    }

    void apply(Request request, String kind) {
        apply(request, request.payloadHash(), kind);
    }

    void apply(Request request, Hash payloadHash, String kind) {
        log.append(EventType.CHANGE_APPLIED, data().put("request", request.id().toString())
                .put("payloadHash", payloadHash.hex()).put("kind", kind).build());
    }

    static JsonObject policy(JsonValue document) {
        return data().put("document", document).put("name", "Care").build();
    }

    void publish(JsonValue document, @Nullable Request behind) {
        log.append(EventType.POLICY_PUBLISHED, behind(data().put("policy", SampleLog.id("policy").toString())
                .put("version", 2).put("digest", Hash.sha256(document.canonicalBytes()).hex())
                .put("document", document).put("name", "Care"), behind));
    }

    /** A publication as it should be. */
    void approvedPublication() {
        govern(RULES, null);
        propose(CHANGE, "policy.publish", policy(ALLOW_ALL), 1);
        approve(ADA, CHANGE);
        apply(CHANGE, "policy.publish");
        publish(ALLOW_ALL, CHANGE);
    }

    void showKey(String key, Person to, @Nullable Request behind) {
        log.append(EventType.AGENT_KEY_ISSUED, behind(data().put("agent", SampleLog.AGENT.toString()).put("key", key)
                .put("shownTo", to.id().toString()), behind));
    }

    void assertSameFromEverySavedState() throws IOException {
        List<String> whole = codes();
        for (int pinned = 1; pinned <= log.events().size(); pinned++) {
            VerifiedExport first = verify(0, pinned, null, log.events().subList(0, pinned));
            if (first.report().isVerified()) {
                VerifiedExport second = verify(pinned, pinned, Objects.requireNonNull(first.state()), log.events());
                assertThat(codes(second.report())).as("from " + pinned).isEqualTo(whole);
            }
        }
    }

    VerifiedExport verify(int from, int pinned, @Nullable SavedState state, List<byte[]> events)
            throws IOException {
        Path export = ExportFixtures.write(folder, ExportFixtures.export(events, from, false, List.of()));
        return Verifier.verifyAndRemember(export,
                VerifyOptions.of(null, ExportFixtures.pin(events, pinned)).with(reread(state)));
    }

    /** As it would be read from its file. */
    static @Nullable SavedState reread(@Nullable SavedState state) throws IOException {
        if (state == null) {
            return null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        state.writeTo(out);
        return new StateReader(new ByteArrayInputStream(out.toByteArray()), SavedState.MAX_BYTES).read();
    }

    List<String> codes() throws IOException {
        return codes(verify(0, 1, null, log.events()).report());
    }

    static List<String> codes(Report report) {
        assertThat(report.parts().chain()).isEqualTo(PartState.PASSED);
        return report.findings().stream().filter(finding -> !finding.isWarning()).map(Finding::code).toList();
    }
}
