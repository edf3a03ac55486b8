package dev.agenthub.server.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.BudgetPeriod;
import dev.agenthub.api.BudgetUse;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Reservation;
import dev.agenthub.api.Settlement;
import dev.agenthub.api.SettlementOutcome;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.governance.ChangeResult;
import dev.agenthub.server.governance.TestBudgets;
import dev.agenthub.server.sandbox.SampleWorld.Someone;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the settlement of reservations where the governance policy requires approval. */
class GovernedSettlementTest extends Spending {
    private static final Settlement SPENT = new Settlement(SettlementOutcome.SPENT, "It is in the provider's log");
    private static final Settlement NOT_SPENT = new Settlement(SettlementOutcome.NOT_SPENT, "The provider has none");

    @TempDir
    private Path folder;

    private TestBudgets governed;
    private Someone other;

    @BeforeEach
    void prepare() {
        governed = new TestBudgets(world, world.clock);
        other = world.approver(someone, "Bea");
        cap(BudgetPeriod.DAY, "10");
    }

    private void govern(String kind) {
        world.govern(owner, "governance.set", "member.change", "invitation.create", kind);
    }

    /** Whatever was done as it should be done, a stranger finds nothing in the log. */
    @AfterEach
    void replays() throws IOException {
        assertThat(world.replay(folder).findings()).filteredOn(finding -> !finding.code().equals("UNPINNED")).isEmpty();
    }

    private ProposedChange propose(Reservation found, Settlement settlement) {
        ChangeResult<Reservation> outcome = governed.settleOrPropose(owner, found.reservation(), settlement);
        assertThat(outcome).isInstanceOf(ChangeResult.Proposed.class);
        return ((ChangeResult.Proposed<?>) outcome).change();
    }

    private void approved(ProposedChange change, RequestState end) {
        world.approve(other, change.request());
        governed.wakeWaiting();
        await().untilAsserted(
                () -> assertThat(world.approvals().detail(owner, change.request()).summary().state()).isEqualTo(end));
    }

    private static JsonObject state(Reservation found, JsonValue outcome, JsonValue reason) {
        return JsonObject.builder().put("amount", "6.00").put("connector", found.connector().toString())
                .put("currency", "EUR").put("outcome", outcome).put("reason", reason)
                .put("request", found.request().toString()).put("run", found.reservation().toString())
                .put("workspace", found.workspace().toString()).build();
    }

    @Test
    void settlesOnceAndAsOthersApproved() {
        govern("reservation.settle");
        Reservation found = unknown("6");
        ProposedChange change = propose(found, SPENT);
        ProposedChange late = propose(found, NOT_SPENT);

        assertThat(open()).containsExactly(found);
        assertThat(events(EventType.BILLING_SETTLED)).isEmpty();
        JsonObject payload = (JsonObject) JsonValue
                .parse(world.approvals().fetchPayload(other.caller(), change.request()).bytes());
        assertThat(payload.object("after"))
                .isEqualTo(state(found, new JsonString("spent"), new JsonString(SPENT.reason())));
        assertThat(payload.string("before"))
                .isEqualTo(Hash.sha256(state(found, JsonNull.NULL, JsonNull.NULL).canonicalBytes()).hex());
        assertThat(payload.string("kind")).isEqualTo("reservation.settle");

        approved(change, RequestState.EXECUTED);

        assertThat(open()).isEmpty();
        assertThat(uses()).extracting(BudgetUse::unknown, BudgetUse::spent).containsExactly(tuple("0.00", "6.00"));
        AuditEvent settled = world.log().getLast();
        assertThat(settled.type()).isEqualTo(EventType.BILLING_SETTLED);
        assertThat(settled.actor().id()).isEqualTo(owner.member().toString());
        assertThat(settled.data().string("change")).isEqualTo(change.request().toString());
        assertThat(settled.data().string("request")).isEqualTo(found.request().toString());

        approved(late, RequestState.REFUSED);

        assertThat(events(EventType.BILLING_SETTLED)).hasSize(1);
        assertThat(uses()).extracting(BudgetUse::unknown, BudgetUse::spent).containsExactly(tuple("0.00", "6.00"));
        refused(ErrorCode.RESERVATION_SETTLED, found);
    }

    @Test
    void refusesWhatCouldNotBeSettledBeforeAnybodyIsAsked() {
        govern("reservation.settle");
        Reservation found = unknown("6");
        Reservation nowhere = new Reservation(Ids.next(), found.request(), found.title(), found.workspace(),
                found.connector(), found.currency(), found.amount(), found.reservedAt());
        refused(ErrorCode.NOT_FOUND, nowhere);
        assertThatThrownBy(() -> governed.settleOrPropose(other.caller(), found.reservation(), SPENT))
                .isInstanceOfSatisfying(RefusedException.class,
                        e -> assertThat(e.error()).isEqualTo(ErrorCode.FORBIDDEN));
    }

    @Test
    void settlesAtOnceWhereThePolicyDoesNotNameIt() {
        govern("budget.change");
        Reservation found = unknown("6");

        assertThat(governed.settle(owner, found.reservation(), NOT_SPENT)).isEqualTo(found);

        assertThat(world.log().getLast().data().members()).doesNotContainKey("change");
        assertThat(open()).isEmpty();
    }

    private void refused(ErrorCode code, Reservation reservation) {
        assertThatThrownBy(() -> governed.settleOrPropose(owner, reservation.reservation(), SPENT))
                .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.error()).isEqualTo(code));
    }
}
