package dev.agenthub.app.ui.approvals.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.NumberHistory;
import dev.agenthub.api.PayloadFetch;
import dev.agenthub.api.RequestHistory;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.approvals.history.Step.Kind;
import dev.agenthub.evidence.canonical.JsonObject;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class AgentHistoryTest {
    private static final String HOST = "api.example.com";

    private final HistoryText wording = new HistoryText(new Moments(InstantSource.system(), ZoneOffset.UTC));
    private final TestRequest request = new TestRequest();

    private AgentHistory beside(JsonObject arguments, RequestHistory told) {
        request.with(TestBackend.ORG, arguments, "https://" + HOST + "/refunds");
        return AgentHistory.of(request.detail(), JsonObject.builder().put("arguments", arguments).build(), HOST, told);
    }

    private static JsonObject refund(String amount) {
        return JsonObject.builder().put("amount", amount).put("currency", "EUR").put("customer", "cus_\u202E9").build();
    }

    private static RequestHistory told(int runs, boolean newHost, List<String> names, String... amounts) {
        return new RequestHistory(runs, UUID.randomUUID(), runs, runs, null, newHost, names,
                List.of(new NumberHistory("amount", List.of(amounts))), List.of(), List.of());
    }

    private List<String> findings(AgentHistory history) {
        return history.findings().keySet().stream().map(wording::finding).toList();
    }

    @Test
    void saysHowManyTimesTheUsualAnAmountIs() {
        RequestHistory usual = told(9, false, List.of(), "10.00", "90.00", "80.00", "70.00", "80.00");
        assertThat(findings(beside(refund("480.00"), usual)))
                .containsExactly("amount 480.00 EUR is 6 × what is usual for this agent: 80.00 EUR, the middle of 5.");
        assertThat(findings(beside(refund("91.00"), usual))).as("more than ever")
                .containsExactly("amount 91.00 EUR is 1.1 × what is usual for this agent: 80.00 EUR, the middle of 5.");
        assertThat(findings(beside(refund("90.00"), usual))).isEmpty();
        assertThat(findings(beside(refund("-480.00"), usual))).as("by its size").hasSize(1);
        RequestHistory outlier = told(9, false, List.of(), "999.00", "-80.00", "80.00", "-80.00", "80.00");
        assertThat(findings(beside(refund("240.00"), outlier))).as("three times what is usual")
                .containsExactly("amount 240.00 EUR is 3 × what is usual for this agent: 80.00 EUR, the middle of 5.");
        assertThat(findings(beside(refund("235.00"), outlier))).isEmpty();
    }

    @Test
    void saysNothingOfWhatIsUsualWhereLittleRan() {
        assertThat(findings(beside(refund("480.00"), told(4, false, List.of(), "1.00", "1.00", "1.00", "1.00"))))
                .containsExactly(
                        "Only 4 actions of this agent with this tool ran: too few to say what is usual.");
    }

    @Test
    void callsAValueNewFromTheFifthActionOnAndAHostFromTheFirst() {
        assertThat(findings(beside(refund("1.00"), told(5, false, List.of("customer"))))).singleElement().asString()
                .startsWith("customer is new");
        AgentHistory few = beside(refund("1.00"), told(4, true, List.of("customer")));
        assertThat(findings(few)).containsExactly(
                "This agent has never gone to api.example.com before: none of 4 actions that ran.",
                "Only 4 actions of this agent with this tool ran: too few to say what is usual.");
        assertThat(few.findings().keySet()).extracting(HistoryFinding::isWarning).containsExactly(true, false);
    }

    @Test
    void saysThatTheAgentNeverRanThisTool() {
        RequestHistory others = new RequestHistory(42, null, 0, 0, null, false, List.of("customer"), List.of(),
                List.of(),
                List.of());
        assertThat(findings(beside(refund("1.00"), others)))
                .containsExactly("This agent has never run this tool before: only others.");
    }

    @Test
    void saysThatTheToolIsNotAsItWasUntilFiveRanWithItAsItIs() {
        assertThat(findings(beside(refund("1.00"), toldOfTool(42, 0)))).containsExactly(
                "This tool is not as it was: none of the 42 actions of this agent with it ran with the definition that it has now.");
        assertThat(findings(beside(refund("1.00"), toldOfTool(42, 4)))).containsExactly(
                "This tool is not as it was: only 4 of the 42 actions of this agent with it ran with the definition that it has now.");
        assertThat(findings(beside(refund("1.00"), toldOfTool(42, 5)))).isEmpty();
        assertThat(beside(refund("1.00"), toldOfTool(1, 0)).findings().keySet()).first()
                .satisfies(changed -> assertThat(changed.isWarning()).isTrue())
                .extracting(HistoryFinding::places).asString().contains("digest");
        assertThat(beside(refund("1.00"), toldOfTool(3, 3)).findings().keySet()).extracting(HistoryFinding::isWarning)
                .containsExactly(false);
    }

    private static RequestHistory toldOfTool(int runs, int sameDefinition) {
        return new RequestHistory(runs, UUID.randomUUID(), runs, sameDefinition, null, false, List.of(), List.of(),
                List.of(),
                List.of());
    }

    @Test
    void namesWhatIsNewWithItsMarksAndBounded() {
        assertThat(findings(beside(refund("1.00"), told(42, true, List.of("customer")))))
                .containsExactly("This agent has never gone to api.example.com before: none of 42 actions that ran.",
                        "customer is new: this agent has not used “cus_‹U+202E›9” with this tool before.");
        String endless = "x".repeat(5000);
        assertThat(findings(beside(JsonObject.builder().put("customer", endless).build(),
                told(42, false, List.of("customer"))))).singleElement().asString().hasSizeLessThan(200);
    }

    @Test
    void theFirstActionOfAnAgentIsSaidToBeThat() {
        assertThat(findings(beside(refund("480.00"), told(0, true, List.of("customer")))))
                .containsExactly("Nothing of this agent has run before.");
    }

    @Test
    void believesNothingThatTheBytesDoNotSay() {
        RequestHistory told = told(9, false, List.of("recipient"), "1", "1", "1", "1", "1");
        assertThat(beside(JsonObject.builder().put("note", "no amount").build(), told).amounts()).isEmpty();
        assertThat(findings(beside(JsonObject.builder().put("amount", "1e9").build(), told))).isEmpty();
    }

    @Test
    void tellsWhatHappenedInItsOrder() {
        request.expiresAt = request.createdAt.plusSeconds(100);
        PayloadFetch fetch = new PayloadFetch(UUID.randomUUID(), "Bea", request.createdAt.plusSeconds(5));
        RequestHistory told = new RequestHistory(0, null, 0, 0, null, false, List.of(), List.of(), List.of(),
                List.of(fetch));
        assertThat(beside(refund("1.00"), told).steps()).extracting(Step::kind).containsExactly(Kind.ASKED,
                Kind.FETCHED, Kind.EXPIRES);
    }

    @Test
    void placesEachValueBetweenTheSmallestAndTheLargest() {
        Amount amount = beside(refund("480.00"), told(2, false, List.of(), "80.00", "280.00")).amounts().getFirst();
        assertThat(amount.place(amount.now())).isEqualTo(1);
        assertThat(amount.place(amount.before().getFirst())).isZero();
        assertThat(amount.place(amount.before().getLast())).isEqualTo(0.5);
        assertThat(beside(refund("5"), told(1, false, List.of(), "5")).amounts().getFirst().place(
                BigDecimal.valueOf(5))).isEqualTo(0.5);
    }
}
