package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.chain.Subject;
import java.util.Map;
import static dev.agenthub.evidence.SampleLog.ADA;
import static dev.agenthub.evidence.SampleLog.BEN;
import static dev.agenthub.evidence.SampleLog.data;
import static dev.agenthub.evidence.SampleLog.required;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog.Person;
import dev.agenthub.evidence.SampleLog.Request;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.SamplePolicy;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.Applied;
import dev.agenthub.evidence.policy.GovernanceDocument;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** From the first governance policy on, what it covers happens only as others have approved it. */
class GovernanceReplayTest {

    private static final Person ADMIN = Person.of("admin");
    private static final Request CHANGE = new Request("change");
    private static final Request OTHER = new Request("other");
    private static final JsonObject RULES = rules("policy.publish", "member.change", "invitation.create",
            "governance.set", "agent.install", "agent.key_issue", "group.change");
    private static final JsonObject NO_RULES = rules();
    private static final JsonObject ALLOW_ALL = data().put("rules", JsonArray.of()).build();

    @TempDir
    private Path folder;

    private final SampleLog log = SampleLog.opened();
    private Hash governance = Hash.sha256();
    private GovernanceDocument document = GovernanceDocument.parse(NO_RULES);
    private int version;

    private static JsonObject rules(String... kinds) {
        JsonArray rules = kinds.length == 0
                ? JsonArray.of()
                : JsonArray.of(data().put("match", data().put("kind", JsonArray.ofStrings(List.of(kinds))).build())
                        .put("outcome", "require").put("required", counts(1)).build());
        return data().put("rules", rules).put("v", "agenthub/governance/v1").build();
    }

    private static JsonArray counts(int count) {
        return JsonArray.of(data().put("count", count).put("group", "approvers").build());
    }

    private void govern(JsonObject rules, @Nullable Request behind) {
        governance = Hash.sha256(rules.canonicalBytes());
        JsonObject.Builder event = data().put("policy", SampleLog.id("governance").toString()).put("version", ++version)
                .put("digest", governance.hex()).put("document", rules);
        document = GovernanceDocument.parse(rules);
        log.append(EventType.GOVERNANCE_SET, behind(event, behind));
    }

    private static JsonObject behind(JsonObject.Builder event, @Nullable Request request) {
        return (request == null ? event : event.put("request", request.id().toString())).build();
    }

    private static final Map<String, Subject> SUBJECTS = Map.of(
            "policy.publish", new Subject(SampleLog.id("policy").toString(), "policy"),
            "governance.set", new Subject(SampleLog.id("governance").toString(), "governance"),
            "member.change", new Subject(BEN.id().toString(), "member"),
            "invitation.create", new Subject("not the invitation's", "invitation"),
            "agent.install", new Subject(SampleLog.id("new").toString(), "agent"),
            "connection.authorize", new Subject(SampleLog.id("workspace").toString(), "workspace"),
            "connection.scopes", new Subject("c", "connector"),
            "budget.change", new Subject(SampleLog.id("workspace").toString(), "workspace"));

    private void propose(Request request, String kind, JsonObject after, int count) {
        Subject subject = Objects.requireNonNull(SUBJECTS.get(kind));
        log.append(EventType.APPROVAL_REQUESTED, data().put("request", request.id().toString())
                .put("proposer", ADMIN.id().toString()).put("kind", kind)
                .put("after", Hash.sha256(after.canonicalBytes()).hex())
                .put("subject", data().put("id", subject.id()).put("kind", subject.kind()).build())
                .put("payloadHash", request.payloadHash().hex())
                .put("expiresAt", "2026-01-01T01:00:00.000000Z").put("required", counts(count))
                .put("rules", Applied.json(ChangeKind.ofWord(kind).map(document::applied).orElseThrow().rules()))
                .put("unevaluated", JsonArray.of()).put("terms", SamplePolicy.terms(null, null))
                .put("policy", data().put("digest", governance.hex()).put("id", SampleLog.id("governance").toString())
                        .put("version", version).build())
                .build());
    }

    private void approve(Person person, Request request) {
        log.decide(person, new DecisionStatement("", log.now(), Decision.APPROVE, null, person.key(), person.id(),
                ExportFixtures.ORG, request.payloadHash(), governance, "", request.id()));
    }

    private void apply(Request request, String kind) {
        log.append(EventType.CHANGE_APPLIED, data().put("request", request.id().toString())
                .put("payloadHash", request.payloadHash().hex()).put("kind", kind).build());
    }

    private static JsonObject policy(JsonValue document) {
        return data().put("document", document).put("name", "Care").build();
    }

    private void publish(JsonValue document, @Nullable Request behind) {
        log.append(EventType.POLICY_PUBLISHED, behind(data().put("policy", SampleLog.id("policy").toString())
                .put("version", 2).put("digest", Hash.sha256(document.canonicalBytes()).hex())
                .put("document", document).put("name", "Care"), behind));
    }

    /** A publication as it should be. */
    private void approvedPublication() {
        govern(RULES, null);
        propose(CHANGE, "policy.publish", policy(ALLOW_ALL), 1);
        approve(ADA, CHANGE);
        apply(CHANGE, "policy.publish");
        publish(ALLOW_ALL, CHANGE);
    }

    @Test
    void acceptsAChangeThatOthersApproved() throws IOException {
        publish(data().build(), null);
        approvedPublication();
        assertThat(codes()).isEmpty();
    }

    private static JsonObject.Builder connection(String asked) {
        return data().put("asked", JsonArray.ofStrings(List.of(asked))).put("baseUrl", "https://api.example.com/")
                .put("name", "Tickets").putNull("service").put("workspace", SampleLog.id("workspace").toString());
    }

    private static JsonObject.Builder budget(String cap) {
        return data().put("cap", cap).putNull("connector").put("currency", "EUR").put("period", "day")
                .put("workspace", SampleLog.id("workspace").toString());
    }

    private static JsonObject.Builder accepted(String scope) {
        return data().put("accepted", JsonArray.ofStrings(List.of(scope))).put("connector", "c");
    }

    private static Stream<Arguments> connectionsAndBudgets() {
        return Stream.of(
                Arguments.of(EventType.CONNECTOR_AUTHORIZED, "connection.authorize", connection("a"), connection("b")),
                Arguments.of(EventType.CONNECTOR_SCOPES_ACCEPTED, "connection.scopes", accepted("a"), accepted("b")),
                Arguments.of(EventType.BILLING_BUDGET_CHANGED, "budget.change", budget("20"), budget("2000")));
    }

    @ParameterizedTest
    @MethodSource("connectionsAndBudgets")
    void comparesConnectionsAndBudgetsWithWhatWasApproved(String type, String kind, JsonObject.Builder approved,
            JsonObject.Builder another)
            throws IOException {
        govern(rules("governance.set", "member.change", "invitation.create", "connection.authorize",
                "connection.scopes", "budget.change"), null);
        JsonObject wanted = approved.build();
        for (Request request : List.of(CHANGE, OTHER)) {
            propose(request, kind, wanted, 1);
            approve(ADA, request);
            apply(request, kind);
        }
        log.append(type, behind(approved.put("scopes", JsonArray.of()), CHANGE));
        assertThat(codes()).as("as approved").isEmpty();
        log.append(type, behind(another, OTHER));
        assertThat(codes()).as("another").containsExactly(Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void findsConnectionsScopesAndBudgetsThatNobodyProposed() throws IOException {
        govern(rules("governance.set", "member.change", "invitation.create", "connection.authorize",
                "connection.scopes", "budget.change"), null);
        log.append(EventType.CONNECTOR_AUTHORIZED, connection("read").build());
        log.append(EventType.CONNECTOR_SCOPES_ACCEPTED, accepted("read").build());
        log.append(EventType.BILLING_BUDGET_CHANGED, budget("20").build());
        assertThat(codes()).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL, Codes.CHANGE_WITHOUT_APPROVAL,
                Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void findsAChangeThatNobodyProposed() throws IOException {
        govern(RULES, null);
        publish(ALLOW_ALL, null);
        log.change(ADMIN, true, "approvers");
        log.append("group.created", data().put("group", "mine").build());
        govern(NO_RULES, null);
        assertThat(codes()).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL, Codes.CHANGE_WITHOUT_APPROVAL,
                Codes.CHANGE_WITHOUT_APPROVAL, Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void findsAChangeBehindAProposalThatWasNotApplied() throws IOException {
        govern(RULES, null);
        propose(CHANGE, "policy.publish", policy(ALLOW_ALL), 1);
        approve(ADA, CHANGE);
        publish(ALLOW_ALL, CHANGE);
        assertThat(codes()).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void findsAnotherChangeThanTheOneApproved() throws IOException {
        govern(RULES, null);
        propose(CHANGE, "policy.publish", policy(data().build()), 1);
        approve(ADA, CHANGE);
        apply(CHANGE, "policy.publish");
        publish(ALLOW_ALL, CHANGE);
        assertThat(codes()).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL);
    }

    /** Ben is to be put into a group, and who is named is. */
    private void promote(Person who) {
        JsonObject after = data().put("active", true).put("groups", JsonArray.ofStrings(List.of("finance")))
                .put("roles", JsonArray.ofStrings(List.of("approver"))).putNull("workspaces").build();
        govern(RULES, null);
        propose(CHANGE, "member.change", after, 1);
        approve(ADA, CHANGE);
        apply(CHANGE, "member.change");
        JsonObject.Builder changed = data().put("member", who.id().toString());
        after.members().forEach(changed::put);
        log.append(EventType.MEMBER_CHANGED, behind(changed, CHANGE));
    }

    @Test
    void findsTheSameChangeOfAnotherThanTheOneApproved() throws IOException {
        promote(ADMIN);
        assertThat(codes()).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL);
        assertSameFromEverySavedState();
    }

    @Test
    void acceptsTheChangeOfTheMemberThatWasApproved() throws IOException {
        promote(BEN);
        assertThat(codes()).isEmpty();
        assertSameFromEverySavedState();
    }

    @Test
    void findsASecondChangeBehindOneProposal() throws IOException {
        approvedPublication();
        publish(ALLOW_ALL, CHANGE);
        assertThat(codes()).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void findsAProposalThatIsAppliedTwice() throws IOException {
        approvedPublication();
        apply(CHANGE, "policy.publish");
        assertThat(codes()).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void findsAChangeOfAnotherKindThanItsProposal() throws IOException {
        govern(RULES, null);
        propose(CHANGE, "policy.publish", policy(ALLOW_ALL), 1);
        approve(ADA, CHANGE);
        apply(CHANGE, "member.change");
        assertThat(codes()).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void findsAProposalThatOnlyItsProposerApproved() throws IOException {
        log.join(ADMIN, "approvers");
        govern(RULES, null);
        propose(CHANGE, "policy.publish", policy(ALLOW_ALL), 1);
        approve(ADMIN, CHANGE);
        apply(CHANGE, "policy.publish");
        assertThat(codes()).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void findsAProposalThatAskedForLessThanTheRules() throws IOException {
        JsonObject two = (JsonObject) JsonValue.parse(new String(RULES.canonicalBytes(), StandardCharsets.UTF_8)
                .replace("\"count\":1", "\"count\":2").getBytes(StandardCharsets.UTF_8));
        govern(two, null);
        propose(CHANGE, "policy.publish", policy(ALLOW_ALL), 1);
        approve(ADA, CHANGE);
        apply(CHANGE, "policy.publish");
        assertThat(codes()).containsExactly(Codes.RUN_POLICY_MISMATCH, Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void findsAProposalUnderAGovernancePolicyThatWasNotInForce() throws IOException {
        govern(RULES, null);
        Hash real = governance;
        governance = Hash.sha256(NO_RULES.canonicalBytes());
        propose(CHANGE, "policy.publish", policy(ALLOW_ALL), 1);
        approve(ADA, CHANGE);
        apply(CHANGE, "policy.publish");
        governance = real;
        assertThat(codes()).containsExactly(Codes.POLICY_UNKNOWN, Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void findsAProposalThatNamesOtherRulesThanItsKindHas() throws IOException {
        govern(RULES, null);
        document = GovernanceDocument.parse(rules("governance.set", "member.change", "invitation.create"));
        propose(CHANGE, "policy.publish", policy(ALLOW_ALL), 1);
        assertThat(codes()).containsExactly(Codes.RUN_POLICY_MISMATCH);
    }

    @Test
    void findsAGovernancePolicyThatIsNotWhatItsDigestSays() throws IOException {
        log.append(EventType.GOVERNANCE_SET, data().put("policy", SampleLog.id("governance").toString())
                .put("version", 1).put("digest", Hash.sha256().hex()).put("document", RULES).build());
        assertThat(codes()).containsExactly(Codes.POLICY_DIGEST_MISMATCH);
    }

    @Test
    void letsNothingHappenUnderAGovernancePolicyThatNobodyCanRead() throws IOException {
        JsonObject wrong = data().put("rules", JsonArray.of()).put("v", "agenthub/governance/v2").build();
        governance = SampleLog.digest(wrong);
        log.append(EventType.GOVERNANCE_SET, data().put("policy", SampleLog.id("governance").toString())
                .put("version", ++version).put("digest", governance.hex()).put("document", wrong).build());
        propose(CHANGE, "policy.publish", policy(ALLOW_ALL), 1);
        approve(ADA, CHANGE);
        apply(CHANGE, "policy.publish");
        publish(ALLOW_ALL, null);
        assertThat(codes()).containsExactly(Codes.RUN_POLICY_MISMATCH, Codes.CHANGE_WITHOUT_APPROVAL,
                Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void findsARunOfAChangeAndTheApplicationOfAnAction() throws IOException {
        govern(RULES, null);
        propose(CHANGE, "policy.publish", policy(ALLOW_ALL), 1);
        approve(ADA, CHANGE);
        log.run(CHANGE).request(OTHER, required(1)).approve(ADA, OTHER);
        apply(OTHER, "policy.publish");
        assertThat(codes()).containsExactly(Codes.RUN_WITHOUT_APPROVAL, Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void letsGovernanceBeTurnedOffAsItAsksAndNothingAfterThat() throws IOException {
        govern(RULES, null);
        propose(CHANGE, "governance.set", data().put("document", NO_RULES).build(), 1);
        approve(BEN, CHANGE);
        apply(CHANGE, "governance.set");
        govern(NO_RULES, CHANGE);
        publish(ALLOW_ALL, null);
        assertThat(codes()).isEmpty();
    }

    private void invite(String... groups) {
        JsonArray roles = JsonArray.ofStrings(List.of("approver"));
        JsonArray wanted = JsonArray.ofStrings(List.of("approvers"));
        govern(RULES, null);
        propose(CHANGE, "invitation.create", data().put("groups", wanted).put("name", "Dora").put("roles", roles)
                .build(), 1);
        approve(ADA, CHANGE);
        apply(CHANGE, "invitation.create");
        log.append("member.invited", behind(data().put("invitation", "i").put("groups", wanted).put("name", "Dora")
                .put("roles", roles), CHANGE));
        log.append(EventType.MEMBER_CHANGED, behind(data().put("member", SampleLog.id("dora").toString())
                .put("roles", roles).put("groups", JsonArray.ofStrings(List.of(groups))).put("active", true), CHANGE));
    }

    @Test
    void acceptsAMemberWithTheRightsThatTheirApprovedInvitationGave() throws IOException {
        invite("approvers");
        assertThat(codes()).isEmpty();
    }

    @Test
    void findsAMemberWithMoreRightsThanTheirInvitationGave() throws IOException {
        invite("approvers", "finance");
        assertThat(codes()).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL);
    }

    private void showKey(String key, Person to, @Nullable Request behind) {
        log.append(EventType.AGENT_KEY_ISSUED, behind(data().put("agent", SampleLog.AGENT.toString()).put("key", key)
                .put("shownTo", to.id().toString()), behind));
    }

    private void install(UUID agentOfTheKey) {
        JsonObject manifest = data().put("name", "New").build();
        govern(RULES, null);
        propose(CHANGE, "agent.install", manifest, 1);
        approve(ADA, CHANGE);
        apply(CHANGE, "agent.install");
        log.append(EventType.AGENT_INSTALLED, behind(data().put("agent", SampleLog.id("new").toString())
                .put("owner", ADMIN.id().toString()).put("tools", JsonArray.of())
                .put("manifestDigest", Hash.sha256(manifest.canonicalBytes()).hex()), CHANGE));
        log.append(EventType.AGENT_KEY_ISSUED, behind(data().put("agent", agentOfTheKey.toString()).put("key", "n")
                .put("shownTo", ADMIN.id().toString()), CHANGE));
    }

    @Test
    void acceptsAnAgentWithItsFirstKeyAsApproved() throws IOException {
        install(SampleLog.id("new"));
        assertThat(codes()).isEmpty();
    }

    @Test
    void findsAKeyOfAnotherAgentBehindAnInstallation() throws IOException {
        install(SampleLog.AGENT);
        assertThat(codes()).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL);
    }

    private void revokeKey(String key) {
        log.append(EventType.AGENT_KEY_REVOKED, data().put("agent", SampleLog.AGENT.toString()).put("key", key)
                .build());
    }

    @Test
    void findsARunThatOnlyAHolderOfTheAgentsKeyApproved() throws IOException {
        showKey("k", ADA, null);
        log.request(OTHER, required(1)).approve(ADA, OTHER).run(OTHER);
        assertThat(codes()).containsExactly(Codes.RUN_SELF_APPROVED);
    }

    @Test
    void findsItAlsoWhereTheKeyWasRevokedOrShownBetweenRequestAndRun() throws IOException {
        showKey("k", ADA, null);
        log.request(OTHER, required(1));
        revokeKey("k");
        log.approve(ADA, OTHER).run(OTHER);
        log.request(CHANGE, required(1)).approve(BEN, CHANGE);
        showKey("l", BEN, null);
        log.run(CHANGE);
        assertThat(codes()).containsExactly(Codes.RUN_SELF_APPROVED, Codes.RUN_SELF_APPROVED);
    }

    @Test
    void countsWhoHeldAKeyThatWasRevokedBeforeTheRequest() throws IOException {
        showKey("k", ADA, null);
        showKey("l", BEN, null);
        revokeKey("k");
        log.append(EventType.AGENT_DISABLED, data().put("agent", SampleLog.AGENT.toString()).build());
        log.request(OTHER, required(2)).approve(ADA, OTHER).approve(BEN, OTHER).run(OTHER);
        assertThat(codes()).isEmpty();
    }

    @Test
    void decidesFromEverySavedStateWhatItDecidesFromTheBeginning() throws IOException {
        showKey("k", BEN, null);
        log.request(OTHER, required(1)).approve(ADA, OTHER);
        approvedPublication();
        publish(ALLOW_ALL, CHANGE);
        log.run(OTHER);
        log.change(ADMIN, true, "approvers");
        assertThat(codes()).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL, Codes.CHANGE_WITHOUT_APPROVAL);
        assertSameFromEverySavedState();
    }

    private void assertSameFromEverySavedState() throws IOException {
        List<String> whole = codes();
        for (int pinned = 1; pinned <= log.events().size(); pinned++) {
            Verified first = verify(0, pinned, null, log.events().subList(0, pinned));
            if (first.report().isVerified()) {
                Verified second = verify(pinned, pinned, Objects.requireNonNull(first.state()), log.events());
                assertThat(codes(second.report())).as("from " + pinned).isEqualTo(whole);
            }
        }
    }

    private Verified verify(int from, int pinned, @Nullable SavedState state, List<byte[]> events)
            throws IOException {
        Path export = ExportFixtures.write(folder, ExportFixtures.export(events, from, false, List.of()));
        return Verifier.verifyAndRemember(export,
                VerifyOptions.of(null, ExportFixtures.pin(events, pinned)).with(reread(state)));
    }

    /** As it would be read from its file. */
    private static @Nullable SavedState reread(@Nullable SavedState state) throws IOException {
        if (state == null) {
            return null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        state.writeTo(out);
        return new StateReader(new ByteArrayInputStream(out.toByteArray()), SavedState.MAX_BYTES).read();
    }

    private List<String> codes() throws IOException {
        return codes(verify(0, 1, null, log.events()).report());
    }

    private static List<String> codes(Report report) {
        assertThat(report.parts().chain()).isEqualTo(PartState.PASSED);
        return report.findings().stream().filter(finding -> !finding.isWarning()).map(Finding::code).toList();
    }
}
