package dev.agenthub.server.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.GovernancePolicy;
import dev.agenthub.api.MemberChange;
import dev.agenthub.api.Named;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Role;
import dev.agenthub.api.SetGovernanceRequest;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.server.Auditor;
import dev.agenthub.server.DatabaseLocks;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.identity.MemberRows;
import dev.agenthub.server.policies.Governance;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** Tests that an approved change and concurrent changes of members wait for each other without deadlock. */
class ChangeRacesTest {

    private static final String GOVERNANCE = """
            {"v":"agenthub/governance/v1","rules":[{"outcome":"require","required":[{"count":1,"group":"approvers"}],
             "match":{"kind":["governance.set","member.change","invitation.create","group.change"]}}]}
            """;

    private final TestBackend backend = TestBackend.get();
    private final TestOrganization org = new TestOrganization();
    private final TestMember bea = org.approver("Bea", "approvers");
    private final OrgContext system = OrgContext.system(org.org());

    private void lock(Handle handle, UUID member, String how) {
        handle.createQuery("select id from member where org_id = :org and id = :id for " + how).bind("org", org.org())
                .bind("id", member).mapTo(UUID.class).list();
    }

    @Test
    void appliesAChangeOfMembersWhileSomebodyElseTakesThemOneAfterTheOther() {
        org.owner().client().post("/v1/governance", new SetGovernanceRequest(0, GOVERNANCE)).as(PolicyVersion.class);
        ProposedChange change = org.owner().client().post("/v1/members/" + bea.id(),
                new MemberChange(List.of(Role.APPROVER), List.of("approvers", "finance"), true))
                .as(ProposedChange.class);

        backend.database().transactions().run(system, handle -> {
            lock(handle, org.owner().id(), "no key update");
            // Whoever applies it waits for the owner now.
            bea.approve(change.request()).as(RequestDetail.class);
            await().until(DatabaseLocks::somebodyWaits);
            lock(handle, bea.id(), "no key update");
        });

        org.awaitState(org.owner(), change.request(), RequestState.EXECUTED);
    }

    @Test
    void refusesAProposalUnderAGovernancePolicyThatIsReplacedMeanwhile() throws Exception {
        PolicyVersion first = org.owner().client().post("/v1/governance", new SetGovernanceRequest(0, GOVERNANCE))
                .as(PolicyVersion.class);

        Future<TestClient.Answer> answer;
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            answer = backend.database().transactions().call(system, handle -> {
                backend.audit().lock(handle);
                Future<TestClient.Answer> proposal = thread
                        .submit(() -> org.owner().client().post("/v1/groups", new Named("legal")));
                await().until(DatabaseLocks::somebodyWaits);
                govern(handle, first, GOVERNANCE.replace("\"count\":1", "\"count\":2"));
                return proposal;
            });
        }

        assertThat(answer.get().code()).isEqualTo("CHANGE_CONFLICT");
        assertThat(org.events().getLast().type()).isEqualTo(EventType.GOVERNANCE_SET);
    }

    /** Lets the next version of the governance policy into the log and into force while another call waits, which read the one before. */
    private void govern(Handle handle, PolicyVersion from, String document) {
        JsonObject next = (JsonObject) JsonValue.parse(document.getBytes(StandardCharsets.UTF_8));
        backend.audit().append(handle, org.org(), Governance
                .set(handle, org.org(), from.id(), from.version(), next, AuditLog.system(), null).event());
    }

    /** How a change ends whose application has read the governance policy, waits, and finds this one in force. */
    private RequestDetail appliedWhileReplacedBy(String document, Function<TestClient, TestClient.Answer> change) {
        PolicyVersion first = org.owner().client().post("/v1/governance", new SetGovernanceRequest(0, GOVERNANCE))
                .as(PolicyVersion.class);
        UUID request = change.apply(org.owner().client()).as(ProposedChange.class).request();
        backend.database().transactions().run(system, handle -> {
            lock(handle, org.owner().id(), "no key update");
            bea.approve(request).as(RequestDetail.class);
            await().until(DatabaseLocks::somebodyWaits);
            govern(handle, first, document);
        });
        await().until(() -> org.owner().detail(request).summary().state() != RequestState.APPROVED);
        return org.owner().detail(request);
    }

    @Test
    void refusesAnApprovedChangeThatAStricterGovernancePolicyAsksMoreOfMeanwhile() {
        RequestDetail change = appliedWhileReplacedBy(GOVERNANCE.replace("\"count\":1", "\"count\":2"),
                owner -> owner.post("/v1/groups", new Named("legal")));

        assertThat(change.summary().state()).isEqualTo(RequestState.REFUSED);
        assertThat(change.refusal()).isEqualTo("POLICY_CHANGED");
        assertThat(org.events()).extracting(AuditEvent::type).doesNotContain(EventType.CHANGE_APPLIED)
                .endsWith(EventType.GOVERNANCE_SET, EventType.RUN_REFUSED);
    }

    @Test
    void appliesAnApprovedChangeThatTheGovernancePolicyOfTheMomentAsksNoMoreOf() {
        RequestDetail change = appliedWhileReplacedBy(GOVERNANCE.replace("\"group.change\"", "\"agent.install\""),
                owner -> owner.post("/v1/groups", new Named("legal")));

        assertThat(change.summary().state()).isEqualTo(RequestState.EXECUTED);
        List<String> types = org.events().stream().map(AuditEvent::type).toList();
        assertThat(types).containsSubsequence(EventType.GOVERNANCE_SET, EventType.CHANGE_APPLIED);
        // Nobody approved the policy of this test, and a stranger finds only that.
        assertThat(Auditor.replay(org, true).findings()).filteredOn(one -> !one.code().equals("UNPINNED"))
                .extracting(Finding::seq).containsExactly((long) types.lastIndexOf(EventType.GOVERNANCE_SET));
    }

    @Test
    void refusesAnApprovedGovernancePolicyThatWasMadeFromOneThatIsReplacedMeanwhile() {
        RequestDetail change = appliedWhileReplacedBy(GOVERNANCE.replace("\"group.change\"", "\"agent.install\""),
                owner -> owner.post("/v1/governance",
                        new SetGovernanceRequest(1, "{\"v\":\"agenthub/governance/v1\",\"rules\":[]}")));

        assertThat(change.summary().state()).isEqualTo(RequestState.REFUSED);
        assertThat(change.refusal()).isEqualTo("CHANGE_CONFLICT");
        assertThat(org.owner().client().get("/v1/governance").as(GovernancePolicy.class).version()).isEqualTo(2);
    }

    @Test
    void makesNoChangeAtOnceThatAGovernancePolicyCoversWhichBeginsMeanwhile() throws Exception {
        int events = org.events().size();

        Future<TestClient.Answer> answer;
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            answer = backend.database().transactions().call(system, handle -> {
                backend.audit().lock(handle);
                Future<TestClient.Answer> change = thread
                        .submit(() -> org.owner().client().post("/v1/groups", new Named("legal")));
                await().until(DatabaseLocks::somebodyWaits);
                govern(handle, new PolicyVersion(UUID.randomUUID(), 0, "0".repeat(64)), GOVERNANCE);
                return change;
            });
        }

        assertThat(answer.get().code()).isEqualTo("CHANGE_CONFLICT");
        assertThat(org.events()).hasSize(events + 1).extracting(AuditEvent::type).endsWith(EventType.GOVERNANCE_SET);
    }

    @Test
    void letsRowsBeWrittenThatNameAMemberWhileAllAreHeld() {
        backend.database().transactions().run(system, handle -> {
            MemberRows.holdAll(handle, org.org());
            try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
                // As the check of a foreign key does.
                var named = thread.submit(() -> backend.database().transactions().run(system,
                        other -> lock(other, bea.id(), "key share nowait")));
                assertThat(named).succeedsWithin(Duration.ofMinutes(1));
            }
        });
    }
}
