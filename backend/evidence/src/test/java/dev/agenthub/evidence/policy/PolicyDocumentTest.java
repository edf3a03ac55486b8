package dev.agenthub.evidence.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deny wins, then the most demanding; nothing matched is one approval; what can't be understood is denied. */
class PolicyDocumentTest {

    private static final PolicyInput REFUND = PolicyInputs.refund("{\"amount\":\"480.00\"}");

    private static Demand decide(String document) {
        return PolicyDocument.decide(document.getBytes(StandardCharsets.UTF_8), REFUND, EarlierUsage.NONE).demand();
    }

    private static String rules(String... rules) {
        return "{\"rules\":[" + String.join(",", rules) + "]}";
    }

    private static String require(int count, String group, String expiresIn) {
        return "{\"outcome\":\"require\",\"required\":[{\"count\":%s,\"group\":\"%s\"}],\"expiresIn\":\"%s\"}"
                .formatted(count, group, expiresIn);
    }

    @Test
    void asksForOneApprovalWhereNothingMatches() {
        Demand decision = decide(rules("{\"match\":{\"tool\":\"messages.send\"},\"outcome\":\"allow\"}"));

        assertThat(decision.outcome()).isEqualTo(Outcome.REQUIRE);
        assertThat(decision.requirements()).containsExactly(new Quorum.Requirement(1, "approvers"));
    }

    @Test
    void letsDenyWinOverEverything() {
        assertThat(decide(rules("{\"outcome\":\"allow\"}", "{\"outcome\":\"deny\"}", require(2, "finance", "PT1H")))
                .outcome())
                .isEqualTo(Outcome.DENY);
    }

    @Test
    void takesTheMostDemandingOfSeveralRules() {
        Demand decision = decide(
                rules("{\"outcome\":\"allow\"}", require(1, "approvers", "PT2H"), require(2, "approvers", "PT3H"),
                        require(1, "finance", "PT1H")));

        assertThat(decision.requirements()).containsExactly(new Quorum.Requirement(2, "approvers"),
                new Quorum.Requirement(1, "finance"));
        assertThat(decision.expiresIn()).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "{}", "[]", "{\"rules\":{}}", "{\"rules\":[1]}", "{\"rules\":[{}]}", "{\"rules\":[],\"more\":1}",
            "{\"rules\":[{\"outcome\":\"perhaps\"}]}",
            "{\"rules\":[{\"outcome\":\"allow\",\"unless\":{}}]}",
            "{\"rules\":[{\"outcome\":\"allow\",\"match\":{\"amount\":1}}]}",
            "{\"rules\":[{\"outcome\":\"allow\",\"match\":{\"tool\":7}}]}",
            "{\"rules\":[{\"outcome\":\"allow\",\"match\":{\"tool\":[]}}]}",
            "{\"rules\":[{\"outcome\":\"allow\",\"match\":{\"risk\":\"none\"}}]}",
            "{\"rules\":[{\"outcome\":\"require\"}]}",
            "{\"rules\":[{\"outcome\":\"require\",\"required\":[]}]}",
            "{\"rules\":[{\"outcome\":\"require\",\"required\":[{\"count\":0,\"group\":\"a\"}]}]}",
            "{\"rules\":[{\"outcome\":\"require\",\"required\":[{\"group\":\"a\"}]}]}",
            "{\"rules\":[{\"outcome\":\"require\",\"required\":[{\"count\":\"2\",\"group\":\"a\"}]}]}",
            "{\"rules\":[{\"outcome\":\"require\",\"required\":[{\"count\":4294967297,\"group\":\"a\"}]}]}",
            "{\"rules\":[{\"outcome\":\"allow\",\"expiresIn\":\"soon\"}]}",
            "{\"rules\":[{\"outcome\":\"allow\",\"expiresIn\":\"PT-1H\"}]}"})
    void deniesWhereThePolicyCannotBeUnderstood(String document) {
        assertThat(decide(document).outcome()).isEqualTo(Outcome.DENY);
    }

    @ParameterizedTest
    @CsvSource({
            "refunds.create, true", "refunds.*, true", "*, true", "*.create, true", "r*s.c*e, true", "**, true",
            "refunds.creat, false", "refunds.create.more, false", "efunds.*, false", "refunds.*x, false",
            "REFUNDS.*, false", "refunds?create, false"})
    void matchesToolsByNameOrStars(String pattern, boolean matches) {
        Outcome outcome = decide(rules("{\"match\":{\"tool\":\"" + pattern + "\"},\"outcome\":\"allow\"}")).outcome();

        assertThat(outcome).isEqualTo(matches ? Outcome.ALLOW : Outcome.REQUIRE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"workspace", "agent", "connector"})
    void matchesTheIdentifiersItNamesAndNoOther(String side) {
        UUID right = switch (side) {
            case "workspace" -> REFUND.workspace();
            case "agent" -> REFUND.agent();
            default -> REFUND.connector();
        };
        String other = "018f0000-0000-7000-8000-0000000000ff";
        for (String[] match : new String[][]{{"\"" + right + "\"", "allow"}, {"\"" + other + "\"", "require"},
                {"[\"" + other + "\",\"" + right + "\"]", "allow"}}) {
            assertThat(decide(rules("{\"match\":{\"" + side + "\":" + match[0] + "},\"outcome\":\"allow\"}")).outcome())
                    .hasToString(match[1]);
        }
    }

    @Test
    void namesRulesByTheirPlaceAndKeepsTenNotes() {
        String unknown = "{\"when\":[{\"at\":\"/arguments/gone\",\"over\":1}],\"outcome\":\"allow\"}";
        String[] eleven = new String[11];
        Arrays.fill(eleven, unknown);
        PolicyEvaluation verdict = PolicyDocument.decide(rules(eleven).getBytes(StandardCharsets.UTF_8), REFUND,
                EarlierUsage.NONE);

        assertThat(verdict.rules()).hasSize(11).startsWith("rule 1", "rule 2").endsWith("rule 11");
        assertThat(verdict.notes()).hasSize(10);
    }

    @Test
    void matchesOnlyWhereEverySideMatches() {
        String here = "\"workspace\":\"" + REFUND.workspace() + "\",\"agent\":\"" + REFUND.agent() + "\"";
        assertThat(
                decide(rules("{\"match\":{" + here + ",\"risk\":[\"low\",\"high\"]},\"outcome\":\"allow\"}")).outcome())
                .isEqualTo(Outcome.ALLOW);
        assertThat(decide(rules("{\"match\":{" + here + ",\"risk\":\"low\"},\"outcome\":\"allow\"}")).outcome())
                .isEqualTo(Outcome.REQUIRE);
    }
}
