package dev.agenthub.server.approvals.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.NumberHistory;
import dev.agenthub.api.PayloadFetch;
import dev.agenthub.api.RequestDay;
import dev.agenthub.api.RequestHistory;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.common.Ids;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the comparison of a request with its agent's earlier actions. */
class HistoryTest {

    private final TestOrganization org = new TestOrganization();
    private final TestMember bea = org.approver("Bea", "approvers");

    /** One approval is enough for this tool; its title names what matters of its arguments. */
    @BeforeEach
    void nameTheArgumentsInTheTitle() {
        replaceInDefinition("tickets.create for {customer}", "Refund {amount} {currency} to {customer}");
        replaceInDefinition("\"customer\":{\"type\"", "\"currency\":{\"type\":\"string\"},\"customer\":{\"type\"");
    }

    private void replaceInDefinition(String text, String by) {
        org.update("""
                update agent_tool t set definition = d.text, digest = sha256(d.text)
                  from (select convert_to(replace(convert_from(definition, 'UTF8'), '%s', '%s'), 'UTF8') as text
                          from agent_tool where org_id = :org and agent_id = :id and name = 'tickets.create') d
                 where t.org_id = :org and t.agent_id = :id and t.name = 'tickets.create'
                """.formatted(text, by), org.agentId());
    }

    private UUID ask(String amount, String currency, String customer) {
        return org.agent().post("/v1/requests", new SubmitRequest("tickets.create",
                Map.of("amount", amount, "currency", currency, "customer", customer), Ids.next().toString(), null))
                .as(RequestStatus.class).request();
    }

    private UUID run(String amount, String currency, String customer) {
        UUID request = ask(amount, currency, customer);
        bea.approve(request);
        org.awaitState(request, RequestState.EXECUTED);
        return request;
    }

    private RequestHistory history(TestMember member, UUID request) {
        return member.client().get("/v1/requests/" + request + "/history").as(RequestHistory.class);
    }

    @Test
    void nothingRanBeforeTheFirst() {
        RequestHistory first = history(bea, ask("480.00", "EUR", "cus_1"));
        assertThat(first.runs()).isZero();
        assertThat(first.like()).isNull();
        assertThat(first.likeRuns()).isZero();
        assertThat(first.newHost()).isTrue();
        assertThat(first.newArguments()).containsExactly("currency", "customer");
        assertThat(first.numbers()).containsExactly(new NumberHistory("amount", List.of()));
        assertThat(first.days()).singleElement().extracting(RequestDay::requests).isEqualTo(1L);
    }

    @Test
    void tellsWhatRanBeforeWithTheSameTool() {
        run("12.00", "EUR", "cus_1");
        UUID last = run("80.50", "EUR", "cus_2");
        run("99.00", "USD", "cus_1");
        UUID denied = ask("7000.00", "EUR", "cus_3");
        bea.deny(denied);

        RequestHistory history = history(bea, ask("480.00", "EUR", "cus_3"));
        assertThat(history.runs()).isEqualTo(3);
        assertThat(history.likeRuns()).isEqualTo(3);
        assertThat(history.sameDefinitionRuns()).isEqualTo(3);
        assertThat(history.newHost()).isFalse();
        assertThat(history.newArguments()).as("the customer of a denied one is still new").containsExactly("customer");
        assertThat(history.numbers()).as("of the same currency, newest first, none that did not run")
                .containsExactly(new NumberHistory("amount", List.of("80.50", "12.00")));
        assertThat(history.days()).singleElement().extracting(RequestDay::requests).isEqualTo(5L);
        assertThat(history(bea, last).numbers()).as("as it was when that one was asked for")
                .containsExactly(new NumberHistory("amount", List.of("12.00")));
    }

    @Test
    void countsWhatRanWithTheDefinitionThatTheToolHasNow() {
        UUID before = run("12.00", "EUR", "cus_1");
        run("13.00", "EUR", "cus_1");
        replaceInDefinition("Refund {amount}", "Pay {amount}");
        RequestHistory changed = history(bea, ask("14.00", "EUR", "cus_1"));
        assertThat(changed.likeRuns()).isEqualTo(2);
        assertThat(changed.sameDefinitionRuns()).isZero();
        assertThat(changed.toolChange()).as("of a definition that was replaced where none is kept").isNotNull()
                .satisfies(change -> {
                    assertThat(change.before()).isNull();
                    assertThat(change.now()).contains("Pay {amount}");
                });
        UUID after = run("15.00", "EUR", "cus_1");
        assertThat(history(bea, ask("16.00", "EUR", "cus_1")).sameDefinitionRuns()).isEqualTo(1);
        assertThat(history(bea, after).sameDefinitionRuns()).as("as it was when that one was asked for").isZero();
        assertThat(history(bea, before).likeRuns()).isZero();
        assertThat(history(bea, before).toolChange()).isNull();
    }

    @Test
    void anotherToolIsKnownByItsHostAlone() {
        run("12.00", "EUR", "cus_1");
        RequestHistory message = history(bea, org.submit("messages.send"));
        assertThat(message.runs()).isEqualTo(1);
        assertThat(message.likeRuns()).isZero();
        assertThat(message.like()).isNull();
        assertThat(message.newHost()).isFalse();
        assertThat(message.numbers()).isEmpty();
    }

    @Test
    void namesWhoFetchedThePayloadToThoseWhoMayKnow() {
        UUID request = ask("480.00", "EUR", "cus_1");
        assertThat(history(bea, request).fetches()).isEmpty();
        bea.fetch(request);
        bea.fetch(request);
        org.owner().fetch(request);
        assertThat(history(bea, request).fetches()).extracting(PayloadFetch::member).containsExactly(bea.id(),
                org.owner().id());
        assertThat(history(bea, request).fetches().getFirst().name()).isEqualTo("Bea");
    }

    @Test
    void isThereForMembersOfTheOrganizationAlone() {
        UUID request = ask("480.00", "EUR", "cus_1");
        TestOrganization other = new TestOrganization();
        assertThat(other.owner().client().get("/v1/requests/" + request + "/history").code()).isEqualTo("NOT_FOUND");
        assertThat(org.agent().get("/v1/requests/" + request + "/history").status()).isBetween(401, 403);
    }
}
