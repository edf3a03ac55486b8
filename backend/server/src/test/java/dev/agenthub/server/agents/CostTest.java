package dev.agenthub.server.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.common.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CostTest {
    private static final String HOLES = """
            {"amount":{"$arg":"/amount"},"currency":{"$arg":"/currency"}}""";

    private static JsonObject json(String text) {
        return (JsonObject) JsonValue.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ToolDefinition tool(String cost) {
        return new WrittenTool(
                json("""
                        {"name":"pay","title":"Pay","risk":"high","scopes":[],"call":{"http":{"method":"POST","path":"/pay"}},
                         "schema":{"type":"object","properties":{"amount":{},"currency":{},"list":{"type":"array"}},"additionalProperties":false},
                         "cost":COST}"""
                        .replace("COST", cost)),
                "/tools/0").over(new UUID(0, 0));
    }

    private static String charged(String cost, String arguments) {
        return tool(cost).charge(json(arguments)).map(money -> money.text() + " " + money.currency()).orElse("free");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "480.00"   | "EUR" | 480.00 EUR
            "0.0001"   | "eur" | 0.0001 EUR
            12         | "JPY" | 12 JPY
            12.5       | "KWD" | 12.500 KWD
            "0.00"     | "EUR" | free
            """)
    void comesFromTheArguments(String amount, String currency, String charged) {
        String arguments = "{\"amount\":" + amount + ",\"currency\":" + currency + "}";
        assertThat(charged(HOLES, arguments)).isEqualTo(charged);
    }

    @ParameterizedTest
    @CsvSource({"EUR,12.34 EUR", "jpy,1234 JPY", "KWD,1.234 KWD"})
    void countsTheSmallestUnitOfTheCurrency(String currency, String charged) {
        assertThat(charged("""
                {"amount":{"$arg":"/amount"},"currency":"CURRENCY","minorUnits":true}""".replace("CURRENCY",
                currency), "{\"amount\":1234}")).isEqualTo(charged);
    }

    @Test
    void isFixedWhereTheToolSaysSo() {
        assertThat(charged("{\"amount\":\"0.02\",\"currency\":\"EUR\"}", "{}")).isEqualTo("0.02 EUR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"-1\"", "-1", "1e30", "\"1e9\"", "\"0.00001\"", "\"12345678901234567\"", "\"\"",
            "\"all\"",
            "true", "null", "[]", "\" 1\""})
    void refusesArgumentsThatSayNoAmount(String amount) {
        ToolDefinition tool = tool(HOLES);
        JsonObject arguments = json("{\"amount\":" + amount + ",\"currency\":\"EUR\"}");
        assertThatThrownBy(() -> tool.charge(arguments)).isInstanceOfSatisfying(RefusedException.class,
                e -> assertThat(e.error()).isEqualTo(ErrorCode.ARGUMENTS_INVALID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"EURO\"", "\"XQZ\"", "7", "null"})
    void refusesArgumentsThatNameNoCurrency(String currency) {
        ToolDefinition tool = tool(HOLES);
        JsonObject arguments = json("{\"amount\":\"1\",\"currency\":" + currency + "}");
        assertThatThrownBy(() -> tool.charge(arguments)).isInstanceOfSatisfying(RefusedException.class,
                e -> assertThat(e.detail()).contains("pay").containsIgnoringCase("currency"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"currency":"EUR"}                                              | cost.amount
            {"amount":"1"}                                                  | cost.currency
            {"amount":1,"currency":"EUR"}                                   | cost.amount
            {"amount":"-1","currency":"EUR"}                                | cost.amount
            {"amount":"1","currency":"EURO"}                                | cost.currency
            {"amount":"1.5","currency":"EUR","minorUnits":true}             | cost.amount
            {"amount":"1","currency":"EUR","minorUnits":"yes"}              | minorUnits
            {"amount":"1","currency":"EUR","per":"call"}                    | /tools/0/cost/per
            {"amount":{"$arg":"/price"},"currency":"EUR"}                   | /tools/0/cost/amount
            {"amount":{"$arg":"/list"},"currency":"EUR"}                    | /tools/0/cost/amount
            {"amount":{"$arg":"/amount","more":1},"currency":"EUR"}         | /tools/0/cost/amount
            "free"                                                          | cost
            """)
    void namesWhatIsWrongInADefinition(String cost, String place) {
        assertThatThrownBy(() -> tool(cost)).isInstanceOfSatisfying(RefusedException.class,
                e -> assertThat(e.detail()).contains(place));
    }
}
