package dev.agenthub.server.approvals.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestEscalation;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests escalation in the server and in the database. */
class EscalationTest {

    private final TestOrganization org = new TestOrganization();
    private final TestMember fay = org.approver("Fay", "finance");
    private final TestMember bea = org.approver("Bea", "approvers");

    @BeforeEach
    void publish() {
        org.publish("""
                {"rules":[{"outcome":"require","required":[{"count":2,"group":"finance"}],"expiresIn":"PT8H",
                           "escalate":{"after":"PT1H","group":"approvers"}}]}
                """).as(Object.class);
    }

    @AfterEach
    void resetClock() {
        TestBackend.get().clock().reset();
    }

    private static void waitFor(Duration time) {
        TestBackend.get().clock().advance(time);
    }

    private static RequestEscalation escalation(TestMember member, UUID request) {
        return Objects.requireNonNull(Objects.requireNonNull(member.detail(request).terms()).escalation());
    }

    private record RequestPage(List<RequestSummary> items, @Nullable String next) {}

    private static List<UUID> mine(TestMember member) {
        return member.client().get("/v1/requests?mine=true").as(RequestPage.class).items().stream()
                .map(RequestSummary::request).toList();
    }

    @Test
    void letsTheOtherGroupDecideTooOnceItsTimeHasCome() {
        UUID request = org.submit("tickets.create");
        assertThat(bea.approve(request).code()).isEqualTo("NOT_ELIGIBLE");
        assertThat(escalation(bea, request).done()).isFalse();
        assertThat(mine(bea)).isEmpty();

        waitFor(Duration.ofHours(1));

        assertThat(escalation(bea, request))
                .isEqualTo(new RequestEscalation("approvers", bea.detail(request).summary().createdAt()
                        .plus(Duration.ofHours(1)), true));
        assertThat(mine(bea)).containsExactly(request);
        bea.approve(request).as(RequestDetail.class);
        assertThat(org.metInDatabase(request)).isFalse();
        fay.approve(request).as(RequestDetail.class);
        org.awaitState(request, RequestState.EXECUTED);
        assertThat(org.eventsAbout(request)).startsWith("approval.requested", "approval.escalated");
    }

    @Test
    void asksNobodyElseWhereItNoLongerWaits() {
        UUID request = org.submit("tickets.create");
        fay.deny(request).as(RequestDetail.class);

        waitFor(Duration.ofMinutes(90));

        assertThat(escalation(bea, request).done()).isFalse();
        assertThat(org.eventsAbout(request)).doesNotContain("approval.escalated");
    }

    @Test
    void escalatesOnceInTheSweepToo() {
        UUID request = org.submit("tickets.create");
        waitFor(Duration.ofHours(1));

        TestClient.Answer list = bea.client().get("/v1/requests");
        bea.client().get("/v1/requests");

        assertThat(list.as(RequestPage.class).items()).hasSize(1);
        assertThat(org.eventsAbout(request)).containsExactly("approval.requested", "approval.escalated");
    }

    @Test
    void letsNothingBeEscalatedBeforeItsTimeInTheDatabase() {
        UUID request = org.submit("tickets.create");

        assertThatThrownBy(() -> org.update(
                "update approval_request set escalated_at = created_at where org_id = :org and id = :id", request))
                .hasMessageContaining("violates check constraint");
    }
}
