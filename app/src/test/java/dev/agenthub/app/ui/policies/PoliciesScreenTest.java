package dev.agenthub.app.ui.policies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.ApprovalTerms;
import dev.agenthub.api.PolicyAnswer;
import dev.agenthub.api.PolicyCheck;
import dev.agenthub.api.PolicySimulation;
import dev.agenthub.api.PolicySummary;
import dev.agenthub.api.PolicyText;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.PublishedPolicy;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Requirement;
import dev.agenthub.api.SimulatedRequest;
import dev.agenthub.app.client.ChangeOutcome;
import dev.agenthub.app.testing.ScreenTest;
import dev.agenthub.app.testing.TestLog;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.evidence.hash.Hash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import org.junit.jupiter.api.Test;

class PoliciesScreenTest extends ScreenTest {
    private static final UUID POLICY = UUID.fromString("018f0000-0000-7000-8000-000000000009");
    private static final String FIRST = "{\"rules\":[{\"outcome\":\"allow\"}]}";
    private static final String SECOND = "{\"rules\":[{\"match\":{\"tool\":\"refunds.create\"},\"name\":\"Refunds over 100\","
            + "\"outcome\":\"require\",\"required\":[{\"count\":2,\"group\":\"finance\"},{\"count\":1,\"group\":\"approvers\"}],"
            + "\"when\":[{\"at\":\"/arguments/amount\",\"over\":\"100.00\"}]},{\"match\":{\"tool\":\"messages.*\"},\"outcome\":\"allow\"}]}";

    private final Published source = new Published();

    /** A policy as a backend would store it; its rules are not evaluated. */
    private static final class Published implements PoliciesSource {
        private final List<String> documents = new CopyOnWriteArrayList<>(List.of(FIRST, SECOND));
        private boolean asksOthers;

        private PolicyVersion version(int number) {
            return new PolicyVersion(POLICY, number,
                    Hash.sha256(documents.get(number - 1).getBytes(StandardCharsets.UTF_8)).hex());
        }

        @Override
        public List<PolicySummary> policies() {
            return List.of(new PolicySummary("Customer care", version(documents.size()), TestLog.START, null, 1));
        }

        @Override
        public List<PolicyText> versions(UUID policy) {
            return IntStream.rangeClosed(1, documents.size())
                    .mapToObj(number -> new PolicyText(version(number), documents.get(number - 1), TestLog.START, null))
                    .toList().reversed();
        }

        @Override
        public PolicyCheck check(String document) {
            return document.contains("perhaps")
                    ? new PolicyCheck(false, null, "/rules/0/outcome", "allow, require or deny is expected.")
                    : new PolicyCheck(true, "0".repeat(64), null, null);
        }

        @Override
        public PolicySimulation simulate(UUID policy, String document, int last) {
            PolicyAnswer asked = new PolicyAnswer("require",
                    List.of(new Requirement(2, "finance"), new Requirement(1, "approvers")), ApprovalTerms.NONE);
            PolicyAnswer allowed = new PolicyAnswer("allow", List.of(), ApprovalTerms.NONE);
            return new PolicySimulation(1, 1, 0, 1, List.of(
                    new SimulatedRequest(UUID.randomUUID(), "Refund 480.00 EUR to cus_9fK\u202e", "refunds.create",
                            RequestState.PENDING, TestLog.START, allowed, asked, true),
                    new SimulatedRequest(UUID.randomUUID(), "Message to Mara", "messages.send", RequestState.EXECUTED,
                            TestLog.START, allowed, allowed, false)));
        }

        @Override
        public ChangeOutcome<PublishedPolicy> publish(UUID policy, int expected, String document) {
            assertThat(expected).isEqualTo(documents.size());
            if (!asksOthers) {
                documents.add(document);
            }
            return asksOthers
                    ? new ChangeOutcome.Proposed<>(new ProposedChange(UUID.randomUUID(), "a".repeat(64),
                            RequestState.PENDING, TestLog.START))
                    : new ChangeOutcome.Done<>(new PublishedPolicy(version(documents.size()), 1));
        }
    }

    @Override
    protected Screen screen() {
        return new PoliciesScreen(source, services());
    }

    private boolean isReady(String id) {
        return !ask(id, Node::isDisabled);
    }

    private void write(String document) {
        onWindow(() -> ask("policies-draft", TextArea.class::cast).setText(document));
    }

    @Test
    void showsTheVersionInForceLaidOutForReading() {
        waitFor("policies-draft", "\"over\": \"100.00\"");

        assertThat(read("policies-publish")).isEqualTo("Publish version 3");
        assertThat(read("policies-agents")).isEqualTo("1 agent is under it");
        waitUntil("checked", () -> isReady("policies-publish"));
        photograph("policies");
    }

    @Test
    void takesAnOldVersionAsTheDraft() {
        waitFor("policies-draft", "finance");

        onWindow(() -> ask("policies-versions", ListView.class::cast).getSelectionModel().select(1));

        waitFor("policies-draft", "{\"outcome\": \"allow\"}");
    }

    @Test
    void saysWhereAFaultIsAndPublishesNothingThen() {
        waitFor("policies-draft", "finance");
        write("{\"rules\":[{\"outcome\":\"perhaps\"}]}");

        waitFor("policies-fault", "/rules/0/outcome: allow, require or deny is expected.");
        assertThat(isReady("policies-publish")).isFalse();
        assertThat(isReady("policies-simulate")).isFalse();
        photograph("policies-fault");
    }

    @Test
    void saysWhatTheDraftWouldHaveDecided() {
        waitFor("policies-draft", "finance");
        waitUntil("checked", () -> isReady("policies-simulate"));
        click("policies-simulate");

        waitFor("policies-summary",
                "Of the last 2 requests this would have asked for 1, allowed 1, denied 0; 1 changes.");
        assertThat(read("policies-simulated")).contains("2 of finance and 1 of approvers", "changes", "‹U+202E›");
        photograph("policies-simulated");
    }

    @Test
    void saysThatAPublicationWaitsForOthers() {
        source.asksOthers = true;
        waitFor("policies-draft", "finance");
        waitUntil("checked", () -> isReady("policies-publish"));
        click("policies-publish");

        waitFor("policies-done", "Proposed. It stands among the requests");
        photograph("policies-proposed");
    }

    @Test
    void publishesTheDraftAsTheNextVersion() {
        waitFor("policies-draft", "finance");
        write(FIRST);
        waitUntil("checked", () -> isReady("policies-publish"));
        click("policies-publish");

        waitFor("policies-done", "Version 3 is in force. 1 request that waited was cancelled");
        waitFor("policies-publish", "Publish version 4");
        assertThat(source.documents).last().isEqualTo(FIRST);
        photograph("policies-published");
    }
}
