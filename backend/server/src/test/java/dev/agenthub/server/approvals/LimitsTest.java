package dev.agenthub.server.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.evidence.verify.report.Report;
import dev.agenthub.server.Auditor;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests cumulative limits: requests cannot get below them by being split or submitted concurrently. */
class LimitsTest {

    private static final String SUM = """
            {"rules":[{"match":{"tool":"refunds.*"},"when":[{"sum":{"at":"/arguments/amount","per":"agent","within":"P1D"},"atMost":"1000.00"}],
                       "outcome":"allow","holdFor":"P1D","expiresIn":"P2D"},
                      {"match":{"tool":"refunds.*"},"when":[{"sum":{"at":"/arguments/amount","per":"agent","within":"P1D"},"over":"1000.00"}],
                       "outcome":"require","required":[{"count":1,"group":"finance"}]}]}
            """;

    private final TestBackend backend = TestBackend.get();
    private final TestOrganization org = new TestOrganization();

    @AfterEach
    void resetClock() {
        backend.clock().reset();
    }

    private UUID refund(Object amount) {
        return org.submit("refunds.create", Map.of("amount", amount));
    }

    private RequestState state(UUID request) {
        return org.status(request).state();
    }

    /** What was made at the beginning of the time does not count any more. */
    @Test
    void countsARequestForExactlyTheTimeOfTheLimit() {
        backend.clock().stop();
        org.publish(SUM);
        refund("600.00");
        backend.clock().advance(Duration.ofDays(1).minusMillis(1));
        assertThat(state(refund("500.00"))).isEqualTo(RequestState.PENDING);

        backend.clock().advance(Duration.ofMillis(1));
        assertThat(state(refund("500.00"))).isEqualTo(RequestState.APPROVED);
    }

    @Test
    void asksWhenAnAmountIsSplitJustUnderTheLimit() {
        org.publish(SUM);

        assertThat(state(refund("499.99"))).isEqualTo(RequestState.APPROVED);
        assertThat(state(refund("500.01"))).isEqualTo(RequestState.APPROVED);
        UUID over = refund("0.01");
        assertThat(state(over)).isEqualTo(RequestState.PENDING);
        assertThat(org.owner().detail(over).required()).singleElement()
                .satisfies(required -> assertThat(required.group()).isEqualTo("finance"));
    }

    /**
     * The payloads show which rules applied, sums over what came before included; one that
     * was denied meanwhile, and one that is no number, are among them.
     */
    @Test
    void showsThatEveryLimitWasKept() {
        org.publish(SUM.replace(",\"holdFor\":\"P1D\",\"expiresIn\":\"P2D\"", ""));
        TestMember cem = org.approver("Cem", "approvers", "finance");
        UUID first = refund("900.00");
        org.awaitState(first, RequestState.EXECUTED);
        UUID denied = refund("5000.00");
        UUID over = refund("200.00");
        cem.deny(denied).as(RequestDetail.class);
        refund("a lot");
        refund("100.00");
        org.submit("tickets.create");
        cem.approve(over).as(RequestDetail.class);
        org.awaitState(over, RequestState.EXECUTED);

        Report report = Auditor.replay(org, true);
        assertThat(report.findings()).isEmpty();
        assertThat(report.controls().policies().whole()).isEqualTo(report.controls().policies().total());
        assertThat(report.controls().policies().total()).isEqualTo(6);
        assertThat(Auditor.replay(org).controls().policies().inPart()).isEqualTo(6);
    }

    @Test
    void makesNoRoomByANegativeAmount() {
        org.publish(SUM);

        refund("900.00");

        assertThat(state(refund("-900.00"))).isEqualTo(RequestState.PENDING);
    }

    @Test
    void letsExactlyAsManyPassAsFitWhenAllComeAtOnce() throws Exception {
        org.publish(SUM);
        List<Callable<UUID>> many = Collections.nCopies(16, () -> refund("200.00"));
        List<UUID> requests = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.invokeAll(many).stream().map(Future::resultNow).forEach(requests::add);
        }

        assertThat(requests).filteredOn(request -> state(request) == RequestState.APPROVED).hasSize(5);
        assertThat(requests).filteredOn(request -> state(request) == RequestState.PENDING).hasSize(11);
    }

    @Test
    void countsWhatWaitsUntilItIsDenied() {
        org.publish(SUM);
        TestMember cem = org.approver("Cem", "approvers", "finance");
        UUID large = refund("5000.00");
        assertThat(state(refund("1.00"))).isEqualTo(RequestState.PENDING);

        cem.deny(large).as(RequestDetail.class);

        assertThat(state(refund("1.00"))).isEqualTo(RequestState.APPROVED);
    }

    @Test
    void forgetsWhatLeftTheWindow() {
        org.publish(SUM.replace("\"holdFor\":\"P1D\",\"expiresIn\":\"P2D\"", "\"holdFor\":\"PT20H\""));
        assertThat(state(refund("1000.00"))).isEqualTo(RequestState.APPROVED);
        backend.clock().advance(Duration.ofHours(23));
        // Sessions have ended meanwhile; the agent's key has not.
        UUID soon = refund("1.00");
        backend.clock().advance(Duration.ofHours(2));
        UUID later = refund("1.00");

        assertThat(state(soon)).isEqualTo(RequestState.PENDING);
        assertThat(state(later)).isEqualTo(RequestState.APPROVED);
    }

    @Test
    void countsOnlyWhatTheRuleIsAbout() {
        org.publish(SUM);
        org.submit("tickets.create", Map.of("amount", "5000.00"));

        assertThat(state(refund("1000.00"))).isEqualTo(RequestState.APPROVED);
    }

    @Test
    void asksWhereAnEarlierAmountCannotBeAddedUp() {
        org.publish(SUM);
        refund("a lot");

        UUID next = refund("1.00");

        assertThat(state(next)).isEqualTo(RequestState.PENDING);
        assertThat(org.owner().detail(next).terms()).satisfies(terms -> assertThat(terms.notes()).first().asString()
                .contains("what was used before can't be added up"));
    }

    @Test
    void countsActionsPerToolAndWorkspace() {
        org.publish(
                """
                        {"rules":[{"match":{"tool":"tickets.*"},"when":[{"count":{"per":"tool","within":"PT1H"},"over":2}],"outcome":"deny"},
                                  {"when":[{"count":{"per":"workspace","within":"PT1H"},"over":4}],"outcome":"deny"}]}
                        """);
        org.submit("tickets.create");
        org.submit("tickets.create");
        assertThat(state(org.submit("tickets.create"))).isEqualTo(RequestState.DENIED);
        org.submit("refunds.create");
        org.submit("refunds.create");
        assertThat(state(org.submit("refunds.create"))).isEqualTo(RequestState.DENIED);
    }

    @Test
    void runsUnderTheLimitAsItStoodWhenTheActionWasSubmitted() {
        org.publish(SUM.replace(",\"holdFor\":\"P1D\",\"expiresIn\":\"P2D\"", ""));
        TestMember cem = org.approver("Cem", "approvers", "finance");
        UUID first = refund("900.00");
        UUID over = refund("200.00");
        org.awaitState(first, RequestState.EXECUTED);

        cem.approve(over).as(RequestDetail.class);

        org.awaitState(over, RequestState.EXECUTED);
        assertThat(Auditor.replay(org).findings()).isEmpty();
    }
}
