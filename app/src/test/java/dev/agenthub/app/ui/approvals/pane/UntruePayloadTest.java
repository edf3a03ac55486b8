package dev.agenthub.app.ui.approvals.pane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.testing.ImmediateTasks;
import dev.agenthub.app.testing.People;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.ui.approvals.decide.ApproveGate;
import dev.agenthub.app.ui.approvals.drafts.Drafts;
import dev.agenthub.app.ui.approvals.request.ExactPayload;
import dev.agenthub.app.ui.approvals.request.RequestDecisions;
import dev.agenthub.app.ui.approvals.request.ShownWhole;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.hash.PayloadHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backend that sends other bytes than it claims, or claims something else afterwards. */
final class UntruePayloadTest {
    private TestBackend backend;
    private BackendClient client;
    private TestRequest refund;
    private RequestViewModel model;

    @BeforeEach
    void open() throws IOException {
        backend = new TestBackend();
        client = new BackendClient(backend.uri());
        Session ada = People.signIn(backend, client, "Ada Lind");
        refund = TestRequest.refund("480.00").addedTo(backend);
        model = new RequestViewModel(ada, new ImmediateTasks(), new RequestDecisions(ada, InstantSource.system()),
                new ShownWhole(), new Drafts());
    }

    @AfterEach
    void close() {
        client.close();
        backend.close();
    }

    private void assertRefused() {
        model.open(refund.id);
        assertThat(model.content().get()).isInstanceOfSatisfying(RequestContent.Refused.class,
                refused -> assertThat(refused.failure().code()).isEqualTo(ExactPayload.DIFFERS));
        model.deny();
        model.approve();
        assertThat(backend.decisions).isEmpty();
    }

    @Test
    void refusesToShowBytesOfAnotherHash() {
        refund.claimedHash = "0".repeat(64);
        assertRefused();
    }

    @Test
    void refusesToShowBytesThatAreNotCanonical() {
        byte[] spaced = new String(refund.payload, StandardCharsets.UTF_8).replaceFirst(",", ", ")
                .getBytes(StandardCharsets.UTF_8);
        refund.payload = spaced;
        refund.claimedHash = PayloadHash.of(spaced).hex();
        assertRefused();
    }

    @Test
    void refusesToShowATruePayloadOfAnotherRequest() {
        TestRequest other = TestRequest.refund("5.00").addedTo(backend);
        refund.payload = other.payload;
        refund.claimedHash = other.claimedHash;
        assertRefused();
    }

    @Test
    void refusesToShowAPayloadOfAnotherOrganization() {
        refund.with(UUID.randomUUID(), JsonObject.builder().put("amount", "480.00").build(), "https://example.com/");
        assertRefused();
    }

    /** The payload and its hash are true, but not what the list, the vote or the title tell of. */
    @ParameterizedTest
    @ValueSource(strings = {"agent", "tool", "v", "policy"})
    void refusesToShowAnActionThatSaysSomethingElseThanIsClaimed(String what) {
        alter(refund, switch (what) {
            case "agent" -> refund.agent.toString();
            case "tool" -> refund.tool;
            case "v" -> PayloadHash.ACTION;
            default -> TestRequest.POLICY_DIGEST;
        });
        refund.claimedHash = PayloadHash.of(refund.payload).hex();
        assertRefused();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kind", "proposer", "subject kind", "subject", "v"})
    void refusesToShowAChangeThatSaysSomethingElseThanIsClaimed(String what) {
        UUID proposer = UUID.randomUUID();
        refund.asProposal(TestBackend.ORG, proposer, "Bea");
        alter(refund, switch (what) {
            case "kind" -> "policy.publish";
            case "proposer" -> proposer.toString();
            case "subject kind" -> "\"kind\":\"policy\"";
            case "subject" -> Objects.requireNonNull(refund.change).subject();
            default -> PayloadHash.CHANGE;
        });
        refund.claimedHash = PayloadHash.ofChange(refund.payload).hex();
        assertRefused();
    }

    /** Changes the last letter of a text in the payload. */
    private static void alter(TestRequest request, String text) {
        String payload = new String(request.payload, StandardCharsets.UTF_8);
        assertThat(payload).containsOnlyOnce(text);
        int last = text.endsWith("\"") ? text.length() - 2 : text.length() - 1;
        char other = text.charAt(last) == '0' ? '1' : '0';
        request.payload = payload.replace(text, text.substring(0, last) + other + text.substring(last + 1))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void stopsTrustingARequestWhoseHashChangesLater() {
        model.open(refund.id);
        refund.claimedHash = "1".repeat(64);
        model.changed(refund.id);
        assertThat(model.content().get()).isInstanceOf(RequestContent.Refused.class);
        model.deny();
        assertThat(backend.decisions).isEmpty();
    }

    @Test
    void showsAllAgainAfterTheBackendNamedAnotherHash() {
        String honest = refund.claimedHash;
        model.open(refund.id);
        model.unreadIs(0);
        refund.claimedHash = "1".repeat(64);
        model.changed(refund.id);
        refund.claimedHash = honest;
        model.openAgain();
        assertThat(model.gate().state().get()).isEqualTo(ApproveGate.State.UNREAD);
    }

    @Test
    void signsNothingWhereTheBytesAreOthersThanThoseOnShow() {
        model.open(refund.id);
        refund.with(TestBackend.ORG, JsonObject.builder().put("amount", "5.00").build(), "https://example.com/r");
        model.deny();
        assertThat(backend.decisions).isEmpty();
        assertThat(model.content().get()).isInstanceOf(RequestContent.Refused.class);
    }
}
