package dev.agenthub.evidence.verify.controls;

import static dev.agenthub.evidence.SampleLog.ADA;
import static dev.agenthub.evidence.SampleLog.BEN;
import static dev.agenthub.evidence.SampleLog.data;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.SampleLog.Person;
import dev.agenthub.evidence.SampleLog.Request;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.hash.Hash;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is done behind an approved proposal is that very change, of each kind. */
class GovernedChangesTest extends GovernedLog {

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

    private static JsonObject.Builder settled(String outcome, String run) {
        return data().put("amount", "6.00").put("connector", "c").put("currency", "EUR").put("outcome", outcome)
                .put("reason", "It is in the log").put("request", SampleLog.id("request of the run").toString())
                .put("run", SampleLog.id(run).toString()).put("workspace", SampleLog.id("workspace").toString());
    }

    private static Stream<Arguments> connectionsAndBudgets() {
        return Stream.of(
                Arguments.of(EventType.CONNECTOR_AUTHORIZED, "connection.authorize", connection("a"), connection("b")),
                Arguments.of(EventType.CONNECTOR_SCOPES_ACCEPTED, "connection.scopes", accepted("a"), accepted("b")),
                Arguments.of(EventType.BILLING_BUDGET_CHANGED, "budget.change", budget("20"), budget("2000")),
                Arguments.of(EventType.BILLING_SETTLED, "reservation.settle", settled("not_spent", "run"),
                        settled("spent", "run")),
                Arguments.of(EventType.BILLING_SETTLED, "reservation.settle", settled("not_spent", "run"),
                        settled("not_spent", "other run")));
    }

    @ParameterizedTest
    @MethodSource("connectionsAndBudgets")
    void comparesConnectionsAndBudgetsWithWhatWasApproved(String type, String kind, JsonObject.Builder approved,
            JsonObject.Builder another)
            throws IOException {
        govern(rules("governance.set", "member.change", "invitation.create", "connection.authorize",
                "connection.scopes", "budget.change", "reservation.settle"), null);
        JsonObject wanted = approved.build();
        for (Request request : List.of(CHANGE, OTHER)) {
            propose(request, kind, wanted, 1);
            approve(ADA, request);
            apply(request, kind);
        }
        String member = type.equals(EventType.BILLING_SETTLED) ? "change" : "request";
        log.append(type, behind(approved.put("scopes", JsonArray.of()), member, CHANGE));
        assertThat(codes()).as("as approved").isEmpty();
        log.append(type, behind(another, member, OTHER));
        assertThat(codes()).as("another").containsExactly(Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void findsConnectionsScopesAndBudgetsThatNobodyProposed() throws IOException {
        govern(rules("governance.set", "member.change", "invitation.create", "connection.authorize",
                "connection.scopes", "budget.change", "reservation.settle"), null);
        log.append(EventType.CONNECTOR_AUTHORIZED, connection("read").build());
        log.append(EventType.CONNECTOR_SCOPES_ACCEPTED, accepted("read").build());
        log.append(EventType.BILLING_BUDGET_CHANGED, budget("20").build());
        log.append(EventType.BILLING_SETTLED, settled("spent", "run").build());
        assertThat(codes()).hasSize(4).containsOnly(Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void takesASettlementsRequestAsItsRunsWhereGovernanceDoesNotCoverIt() throws IOException {
        govern(RULES, null);
        log.append(EventType.BILLING_SETTLED, settled("spent", "run").build());
        assertThat(codes()).isEmpty();
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
}
