package dev.agenthub.evidence.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Trials;
import dev.agenthub.evidence.documents.DocumentFault;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is true of every policy, whatever its rules. */
class PolicyPropertiesTest {

    private static final EarlierUsage USAGE = (place, _, _, _) -> place.hashCode() % 3 == 0
            ? Optional.empty()
            : Optional.of(BigDecimal.valueOf(place.hashCode() % 1000));

    private static PolicyEvaluation decide(List<String> rules, PolicyInput question) {
        byte[] document = ("{\"rules\":[" + String.join(",", rules) + "]}").getBytes(StandardCharsets.UTF_8);
        return PolicyDocument.parse(document).decide(question, USAGE);
    }

    private static List<String> rules(Random random, int most) {
        return IntStream.range(0, random.nextInt(most + 1)).mapToObj(_ -> rule(random)).toList();
    }

    private static String pick(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }

    private static String rule(Random random) {
        String outcome = pick(random, "\"allow\"", "\"allow\"", "\"deny\"",
                "\"require\",\"required\":[{\"count\":" + (1 + random.nextInt(3)) + ",\"group\":\""
                        + pick(random, "approvers", "finance", "legal") + "\"}]");
        return "{\"match\":{" + pick(random, "", "\"tool\":\"refunds.*\"", "\"risk\":\"high\"", "\"tool\":\"x\"")
                + "},\"when\":[" + (random.nextBoolean() ? condition(random) : "")
                + "],\"outcome\":" + outcome
                + pick(random, "", ",\"expiresIn\":\"PT1H\"", ",\"expiresIn\":\"P3D\"")
                + (outcome.startsWith("\"require")
                        ? pick(random, "",
                                ",\"escalate\":{\"after\":\"PT" + (1 + random.nextInt(3)) + "H\",\"group\":\""
                                        + pick(random, "chiefs", "legal") + "\"}")
                        : "")
                + pick(random, "", ",\"holdFor\":\"PT1M\"", ",\"holdFor\":\"PT9M\"")
                + pick(random, "", ",\"stepUp\":true") + pick(random, "", ",\"reasonRequired\":true")
                + pick(random, "", ",\"mayNotVote\":{\"groups\":[\"" + pick(random, "a", "b") + "\"]}") + "}";
    }

    private static String condition(Random random) {
        return "{\"at\":\"/arguments/" + pick(random, "amount", "note", "gone") + "\"," + pick(random, "\"over\":100",
                "\"atMost\":100", "\"equals\":\"x\"", "\"exists\":true", "\"matches\":\"x+\"") + "}";
    }

    private static PolicyInput question(Random random) {
        return PolicyInputs.refund("{\"amount\":" + pick(random, "\"480.00\"", "5", "\"much\"", "null") + ",\"note\":"
                + pick(random, "\"x\"", "7", "\"100\"") + "}");
    }

    @Test
    void theOrderOfRulesDoesNotMatter() {
        Trials.of(2_000, random -> {
            List<String> rules = new ArrayList<>(rules(random, 6));
            PolicyInput question = question(random);
            Demand demand = decide(rules, question).demand();
            Collections.shuffle(rules, random);
            assertThat(decide(rules, question).demand()).isEqualTo(demand);
        });
    }

    @Test
    void oneMoreRuleNeverWeakensWhatOthersAsk() {
        Trials.of(4_000, random -> {
            List<String> rules = new ArrayList<>(rules(random, 5));
            PolicyInput question = question(random);
            PolicyEvaluation before = decide(rules, question);
            rules.add(random.nextInt(rules.size() + 1), rule(random));
            Demand after = decide(rules, question).demand();
            if (!before.rules().isEmpty()) {
                assertThat(after.covers(before.demand())).as("%s asks %s, before %s", rules, after, before).isTrue();
            }
        });
    }

    @Test
    void aConditionOnAMissingFieldNeverAllows() {
        Trials.of(2_000, random -> {
            List<String> rules = new ArrayList<>(rules(random, 5));
            String test = pick(random, "\"over\":1", "\"atMost\":1", "\"equals\":1", "\"in\":[1]", "\"matches\":\"a\"",
                    "\"length\":{\"over\":1}", "\"host\":\"a.org\"", "\"over\":1,\"not\":true");
            rules.add("{\"when\":[{\"at\":\"/arguments/nothing/here\"," + test + "}],\"outcome\":\"allow\"}");
            PolicyEvaluation verdict = decide(rules, question(random));
            assertThat(verdict.demand().outcome()).isNotEqualTo(Outcome.ALLOW);
            assertThat(verdict.notes()).isNotEmpty();
        });
    }

    @Test
    void theRulesThatAppliedSayWhatIsAsked() {
        Trials.of(2_000, random -> {
            List<String> rules = rules(random, 6);
            PolicyDocument document = PolicyDocument.parse(("{\"rules\":[" + String.join(",", rules) + "]}")
                    .getBytes(StandardCharsets.UTF_8));
            PolicyEvaluation verdict = document.decide(question(random), USAGE);
            assertThat(document.demand(verdict.applied())).contains(verdict.demand());
            assertThat(verdict.applied().unevaluated()).hasSameSizeAs(verdict.notes());
            AskedTerms terms = AskedTerms.of(verdict.demand(), random.nextBoolean() ? "owners" : null);
            assertThat(AskedTerms.of(terms.toJson())).isEqualTo(terms);
            assertThat(terms.toJson().toString()).isEqualTo(AskedTerms.of(terms.toJson()).toJson().toString());
        });
    }

    @Test
    void saysNothingAboutRulesThatItDoesNotHave() {
        PolicyDocument document = PolicyDocument.parse("""
                {"rules":[{"outcome":"allow"},{"outcome":"deny"}]}""".getBytes(StandardCharsets.UTF_8));
        assertThat(document.demand(new AppliedRules(List.of(0), List.of())).map(Demand::outcome))
                .contains(Outcome.ALLOW);
        assertThat(document.demand(new AppliedRules(List.of(0), List.of(0)))).contains(Demand.DEFAULT);
        assertThat(document.demand(new AppliedRules(List.of(), List.of()))).contains(Demand.DEFAULT);
        for (AppliedRules wrong : List.of(new AppliedRules(List.of(2), List.of()),
                new AppliedRules(List.of(-1), List.of()),
                new AppliedRules(List.of(1, 0), List.of()), new AppliedRules(List.of(0, 0), List.of()),
                new AppliedRules(List.of(0), List.of(1)), new AppliedRules(List.of(0, 1), List.of(1, 0)))) {
            assertThat(document.demand(wrong)).as("%s", wrong).isEmpty();
        }
    }

    @Test
    void denyWins() {
        Trials.of(1_000, random -> {
            List<String> rules = new ArrayList<>(rules(random, 5));
            rules.add(random.nextInt(rules.size() + 1), "{\"outcome\":\"deny\"}");
            assertThat(decide(rules, question(random)).demand().outcome()).isEqualTo(Outcome.DENY);
        });
    }

    @Test
    void joiningIsTheLeastDemandThatCoversBoth() {
        Trials.of(2_000, random -> {
            PolicyInput question = question(random);
            Demand one = decide(rules(random, 3), question).demand();
            Demand two = decide(rules(random, 3), question).demand();
            Demand three = decide(rules(random, 3), question).demand();
            Demand joined = one.join(two);
            assertThat(joined.covers(one) && joined.covers(two)).isTrue();
            assertThat(two.join(one)).isEqualTo(joined);
            assertThat(one.join(one)).isEqualTo(one);
            assertThat(joined.join(three)).isEqualTo(one.join(two.join(three)));
            assertThat(three.covers(joined)).isEqualTo(three.covers(one) && three.covers(two));
        });
    }

    @Test
    void whatIsNoPolicyIsRefusedAtAPlaceAndNeverFailsOtherwise() {
        Trials.of(3_000, random -> {
            StringBuilder document = new StringBuilder(
                    "{\"rules\":[" + String.join(",", rules(random, 3)) + "],\"override\":{\"group\":\"owners\"}}");
            for (int i = random.nextInt(4); i >= 0; i--) {
                document.setCharAt(random.nextInt(document.length()), pick(random, "\"", "{", "}", "1", "x", "/", ",")
                        .charAt(0));
            }
            byte[] bytes = document.toString().getBytes(StandardCharsets.UTF_8);
            try {
                PolicyDocument.parse(bytes);
            } catch (DocumentFault e) {
                assertThat(e.pointer()).matches("(/.*)?");
                assertThat(e.fault()).isNotBlank();
            }
        });
    }
}
