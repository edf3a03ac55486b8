package dev.agenthub.app.ui.approvals.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.RequestState;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much the requests are about that are decided together. */
final class BatchAmountsTest extends BatchOfThree {
    private final List<TestRequest> asked = new ArrayList<>();
    private String tool = "refunds.create";

    @BeforeEach
    void others() {
        Stream.of(first, second, third).forEach(one -> one.state = RequestState.DENIED);
    }

    private void ask(JsonValue amount, String currency) {
        ask(JsonObject.builder().put("amount", amount).put("currency", currency).build());
    }

    private void ask(String amount, String currency) {
        ask(new JsonString(amount), currency);
    }

    private void ask(JsonObject arguments) {
        TestRequest request = new TestRequest();
        request.tool = tool;
        backend.requests.add(request.with(TestBackend.ORG, arguments, "https://example.com/r"));
        asked.add(request);
    }

    /** What is said of the amounts, after the counts by risk, tool and agent. */
    private List<String> said() {
        inbox.load();
        showWhole(asked.toArray(TestRequest[]::new));
        inbox.selection().selectAll();
        model.begin();
        return amounts();
    }

    private List<String> amounts() {
        return wording.totals(model.rows()).lines().skip(3).toList();
    }

    @Test
    void sumsEachToolAndCurrencyExactly() {
        ask("0.10", "EUR");
        ask("0.20", "EUR");
        ask(new JsonNumber("0.3"), "EUR");
        ask("9007199254740993", "JPY");
        ask("1.01", "USD");
        tool = "payouts.create";
        ask("5", "EUR");
        assertThat(said()).containsExactly("payouts.create: 5 EUR in 1 request",
                "refunds.create: 0.60 EUR in 3 requests", "refunds.create: 9007199254740993 JPY in 1 request",
                "refunds.create: 1.01 USD in 1 request");
    }

    @Test
    void makesNoSumLookSmallByWhatIsBelowNothing() {
        ask("1000000.00", "EUR");
        ask("-999999.00", "EUR");
        assertThat(said()).containsExactly("refunds.create: 1000000.00 EUR in 1 request",
                "refunds.create: -999999.00 EUR in 1 request");
    }

    @Test
    void saysWhatHasNoAmountAndWhatIsNoPlainNumber() {
        ask("12.00", "EUR");
        ask(JsonObject.builder().put("to", "lind@example.com").build());
        ask("1e3", "EUR");
        ask("\u0661\u0662", "EUR");
        ask("1,000", "EUR");
        ask("9".repeat(41), "EUR");
        ask(new JsonNumber("1e300"), "EUR");
        ask(JsonObject.builder().put("amount", JsonObject.builder().build()).build());
        assertThat(said()).containsExactly("refunds.create: 12.00 EUR in 1 request",
                "1 without an amount. 6 with an amount that is no plain number: not summed.");
    }

    @Test
    void sumsHugeAmountsDigitByDigit() {
        ask("9".repeat(40), "EUR");
        ask("1", "EUR");
        assertThat(said()).containsExactly("refunds.create: 1" + "0".repeat(40) + " EUR in 2 requests");
    }

    @Test
    void takesNoCurrencyForAnotherAndMarksWhatIsHidden() {
        ask("1", "EUR");
        ask("2", "\u0415UR");
        ask("3", "EUR\u200b");
        ask("4", "");
        List<String> said = said();
        assertThat(said).hasSize(4).contains("refunds.create: 4 in 1 request", "refunds.create: 1 EUR in 1 request")
                .anyMatch(line -> line.contains("U+200B"));
    }

    @Test
    void saysHowManySumsAreNotListed() {
        for (String currency : List.of("AUD", "CHF", "EUR", "GBP", "JPY", "SEK", "USD")) {
            ask("1", currency);
        }
        assertThat(said()).hasSize(6).last().isEqualTo("2 more sums");
    }

    @Test
    void sumsNothingThatWasNotShownHere() {
        ask("1.00", "EUR");
        TestRequest unread = new TestRequest().with(TestBackend.ORG, arguments("2.00"), "https://example.com/r");
        backend.requests.add(unread);
        assertThat(said()).containsExactly("refunds.create: 1.00 EUR in 1 request",
                "1 not shown whole yet: not summed.");
    }

    @Test
    void saysNothingWhereNothingHasAnAmount() {
        ask(JsonObject.builder().put("to", "lind@example.com").build());
        assertThat(said()).isEmpty();
    }
}
