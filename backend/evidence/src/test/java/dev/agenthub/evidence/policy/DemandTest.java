package dev.agenthub.evidence.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A demand covers another only where it asks at least as much in every respect; and a rule's options all reach it. */
class DemandTest {

    private static final String ID = "018f0000-0000-7000-8000-000000000001";
    private static final Demand FULL = demand(
            """
                    "outcome":"require","required":[{"count":2,"group":"finance"},{"count":1,"group":"approvers"}],"expiresIn":"PT4H",
                    "reasonRequired":true,"stepUp":true,"holdFor":"PT10M","mayNotVote":{"groups":["interns"],"members":["ID"]},
                    "escalate":{"after":"PT2H","group":"chiefs"}
                    """);

    private static Demand demand(String options) {
        String document = "{\"rules\":[{" + options.replace("ID", ID) + "}]}";
        return PolicyDocument.parse(document.getBytes(StandardCharsets.UTF_8)).decide(PolicyInputs.refund("{}"),
                EarlierUsage.NONE).demand();
    }

    private static Demand with(String option, String other) {
        Demand changed = demand(
                """
                        "outcome":"require","required":[{"count":2,"group":"finance"},{"count":1,"group":"approvers"}],"expiresIn":"PT4H",
                        "reasonRequired":true,"stepUp":true,"holdFor":"PT10M","mayNotVote":{"groups":["interns"],"members":["ID"]},
                        "escalate":{"after":"PT2H","group":"chiefs"}
                        """
                        .replace(option, other));
        assertThat(changed).isNotEqualTo(FULL);
        return changed;
    }

    @Test
    void holdsEveryOptionOfItsRule() {
        assertThat(FULL.required()).containsEntry("finance", 2).containsEntry("approvers", 1).hasSize(2);
        assertThat(FULL.expiresIn()).isEqualTo(Duration.ofHours(4));
        assertThat(FULL.reason()).isTrue();
        assertThat(FULL.stepUp()).isTrue();
        assertThat(FULL.hold()).isEqualTo(Duration.ofMinutes(10));
        assertThat(FULL.excluded()).isEqualTo(new ExcludedVoters(Set.of("interns"), Set.of(ID)));
        assertThat(FULL.escalation()).isEqualTo(new Escalation(Duration.ofHours(2), "chiefs"));
        assertThat(with("\"reasonRequired\":true", "\"reasonRequired\":false").reason()).isFalse();
        assertThat(with("\"stepUp\":true", "\"stepUp\":false").stepUp()).isFalse();
        assertThat(demand("\"outcome\":\"allow\"").reason()).isFalse();
        assertThat(demand("\"outcome\":\"allow\"").stepUp()).isFalse();
    }

    @Test
    void isNotCoveredByOneThatAsksLessInOneRespect() {
        List<Demand> less = List.of(with("\"count\":2", "\"count\":1"),
                with(",{\"count\":1,\"group\":\"approvers\"}", ""),
                with("\"reasonRequired\":true", "\"reasonRequired\":false"),
                with("\"stepUp\":true", "\"stepUp\":false"), with("PT10M", "PT9M"),
                with("PT2H", "PT1H"), with("\"groups\":[\"interns\"],", ""), with(",\"members\":[\"ID\"]", ""),
                demand("\"outcome\":\"allow\""));
        for (Demand one : less) {
            assertThat(FULL.covers(one)).as("%s", one).isTrue();
            assertThat(FULL.coversApprovals(one)).as("%s", one).isTrue();
            assertThat(one.covers(FULL)).as("%s", one).isFalse();
            assertThat(one.coversApprovals(FULL)).as("%s", one).isFalse();
        }
        Demand longer = with("PT4H", "PT5H");
        assertThat(longer.covers(FULL)).isFalse();
        assertThat(FULL.covers(longer)).isTrue();
        assertThat(longer.coversApprovals(FULL)).isTrue();
        assertThat(FULL.covers(FULL)).isTrue();
        assertThat(Demand.DENIAL.covers(FULL)).isTrue();
        assertThat(Demand.DENIAL.coversApprovals(FULL)).isTrue();
        assertThat(FULL.covers(Demand.DENIAL)).isFalse();
    }

    @Test
    void letsOthersDecideOnlyWhereEveryRuleLetsThem() {
        String rule = "{\"outcome\":\"require\",\"required\":[{\"count\":1,\"group\":\"finance\"}]%s}";
        String chiefs = ",\"escalate\":{\"after\":\"PT1H\",\"group\":\"chiefs\"}";
        String later = chiefs.replace("PT1H", "PT3H");
        String legal = chiefs.replace("chiefs", "legal");

        assertThat(both(rule.formatted(chiefs), rule.formatted(later)).escalation())
                .isEqualTo(new Escalation(Duration.ofHours(3), "chiefs"));
        assertThat(both(rule.formatted(chiefs), rule.formatted(legal)).escalation()).isNull();
        assertThat(both(rule.formatted(chiefs), rule.formatted("")).escalation()).isNull();
        assertThat(both(rule.formatted(chiefs), "{\"outcome\":\"allow\"}").escalation())
                .isEqualTo(new Escalation(Duration.ofHours(1), "chiefs"));
    }

    private static Demand both(String one, String other) {
        return PolicyDocument.parse(("{\"rules\":[" + one + "," + other + "]}").getBytes(StandardCharsets.UTF_8))
                .decide(PolicyInputs.refund("{}"), EarlierUsage.NONE).demand();
    }

    @Test
    void excludesMembersByTheirNameOrAnyOfTheirGroups() {
        ExcludedVoters excluded = FULL.excluded();
        UUID other = UUID.fromString("018f0000-0000-7000-8000-000000000002");
        assertThat(excluded.excludes(UUID.fromString(ID), List.of())).isTrue();
        assertThat(excluded.excludes(other, List.of("approvers", "interns"))).isTrue();
        assertThat(excluded.excludes(other, List.of("approvers"))).isFalse();
        assertThat(excluded.excludes(other, List.of())).isFalse();
    }

    @Test
    void hasAnOutcomeInTheWordOfTheDocument() {
        for (Outcome outcome : Outcome.values()) {
            String required = outcome == Outcome.REQUIRE ? ",\"required\":[{\"count\":1,\"group\":\"a\"}]" : "";
            assertThat(demand("\"outcome\":\"" + outcome + "\"" + required).outcome()).isEqualTo(outcome);
        }
        assertThat(Outcome.ALLOW).hasToString("allow");
    }
}
