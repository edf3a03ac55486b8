package dev.agenthub.evidence.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.agenthub.evidence.canonical.CanonicalJson;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.evidence.policy.EarlierUsage;
import dev.agenthub.evidence.policy.GovernanceDocument;
import dev.agenthub.evidence.policy.PolicyDocument;
import dev.agenthub.evidence.policy.PolicyEvaluation;
import dev.agenthub.evidence.policy.PolicyInput;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Whatever comes for a policy, it is refused at a place, or says the same of an action each time and in its canonical form. */
@ResourceLock("the fuzzer, of which a JVM has one")
class PolicyFuzzTest {

    private static final UUID ID = UUID.fromString("018f0000-0000-7000-8000-000000000001");
    private static final PolicyInput REFUND = new PolicyInput(ID, ID, "refunds.create", ID, "high",
            object("""
                    {"arguments":{"amount":"12.50","customer":{"country":"SE"},"lines":[{"count":2},{"count":3}],"note":null},
                     "call":{"http":{"body":{"amount":"12.50"},"method":"POST","url":"https://api.example.com/refunds?a=b"}}}"""));

    private static JsonObject object(String text) {
        return (JsonObject) JsonValue.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @FuzzTest(maxDuration = "10m")
    void saysTheSameOrWhereItsFaultIs(byte[] input) {
        try {
            PolicyEvaluation verdict = PolicyDocument.parse(input).decide(REFUND, EarlierUsage.NONE);
            assertThat(verdict.rules()).doesNotContainNull();
            assertThat(PolicyDocument.decide(CanonicalJson.lossless(input), REFUND, EarlierUsage.NONE))
                    .isEqualTo(verdict);
            assertThat(verdict.demand().join(verdict.demand())).isEqualTo(verdict.demand());
        } catch (DocumentFault e) {
            assertPlace(e);
            assertThat(PolicyDocument.decide(input, REFUND, EarlierUsage.NONE).rules()).isEmpty();
        }
    }

    @FuzzTest(maxDuration = "10m")
    void readsGovernanceOrSaysWhereItsFaultIs(byte[] input) {
        try {
            GovernanceDocument document = GovernanceDocument.parse(input);
            for (ChangeKind kind : ChangeKind.values()) {
                assertThat(document.demand(kind).isPresent()).isEqualTo(document.covers(kind));
            }
        } catch (DocumentFault e) {
            assertPlace(e);
        }
    }

    private static void assertPlace(DocumentFault e) {
        assertThat(e.pointer()).matches("(?s)(/.*)?");
        assertThat(e.fault()).isNotEmpty();
    }
}
