package dev.agenthub.server.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.PolicyDraft;
import dev.agenthub.api.PolicySimulation;
import dev.agenthub.api.SimulatedRequest;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestOrganization;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests on which requests a draft of a policy is evaluated, with which usage, and what is shown of both decisions. */
class SimulationsTest {
    private static final String TWO = """
            {"rules":[{"outcome":"require","required":[{"count":2,"group":"approvers"}],"reasonRequired":true}],
             "override":{"group":"finance"}}
            """;

    private final TestOrganization org = new TestOrganization();

    private TestClient.Answer simulate(TestClient by, String draft, int last) {
        return by.post("/v1/policies/" + org.policy().current().id() + "/simulations", new PolicyDraft(draft, last));
    }

    private PolicySimulation simulated(String draft, int last) {
        return simulate(org.owner().client(), draft, last).as(PolicySimulation.class);
    }

    private UUID refund(String amount) {
        return org.submit("refunds.create", Map.of("amount", amount));
    }

    @Test
    void evaluatesAsManyOfTheNewestRequestsAsItWasAskedTo() {
        refund("10.00");
        UUID second = refund("20.00");
        UUID third = refund("30.00");

        assertThat(simulated(TWO, 2).requests()).extracting(SimulatedRequest::request).containsExactly(third, second);
        assertThat(simulated(TWO, 2).asked()).isEqualTo(2);
        assertThat(simulated(TWO, 0).requests()).isEmpty();
    }

    @Test
    void countsWhatHadBeenUsedWhenEachRequestWasMade() {
        UUID first = refund("400.00");
        UUID second = refund("500.00");
        UUID third = refund("101.00");
        PolicySimulation simulation = simulated("""
                {"rules":[{"when":[{"sum":{"at":"/arguments/amount","per":"agent","within":"P1D"},"atMost":"1000.00"}],
                           "outcome":"allow"},
                          {"when":[{"sum":{"at":"/arguments/amount","per":"agent","within":"P1D"},"over":"1000.00"}],
                           "outcome":"deny"}]}
                """, 10);

        assertThat(simulation.requests()).extracting(SimulatedRequest::request).containsExactly(third, second, first);
        assertThat(simulation.requests()).extracting(request -> request.drafted().outcome())
                .containsExactly("deny", "allow", "allow");
    }

    @Test
    void showsTheTermsOfBothDecisionsAndThatMoreApprovalsAreAChange() {
        refund("10.00");
        SimulatedRequest request = simulated(TWO, 1).requests().getFirst();

        assertThat(request.changes()).isTrue();
        assertThat(List.of(request.decided().outcome(), request.drafted().outcome())).containsOnly("require");
        assertThat(request.decided().terms().overrideGroup()).isNull();
        assertThat(request.decided().terms().reasonRequired()).isFalse();
        assertThat(request.drafted().terms().overrideGroup()).isEqualTo("finance");
        assertThat(request.drafted().terms().reasonRequired()).isTrue();
        assertThat(request.drafted().required()).singleElement()
                .satisfies(required -> assertThat(required.count()).isEqualTo(2));
    }
}
