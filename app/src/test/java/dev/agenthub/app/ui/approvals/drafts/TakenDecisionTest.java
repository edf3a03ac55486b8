package dev.agenthub.app.ui.approvals.drafts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.testing.People;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.approvals.reading.SignedDisplay;
import dev.agenthub.app.ui.approvals.request.MemberAction;
import dev.agenthub.app.ui.approvals.request.RequestDecisions;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.statement.Decision;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether the votes of a request show that a decision without an answer was recorded. */
final class TakenDecisionTest {
    private final TestBackend backend = new TestBackend();
    private final BackendClient client = new BackendClient(backend.uri());
    private final Session ada = People.signIn(backend, client, "Ada Lind");
    private final RequestDecisions decisions = new RequestDecisions(ada, InstantSource.system());
    private final TestRequest refund = new TestRequest().with(TestBackend.ORG,
            JsonObject.builder().put("amount", "480.00").build(), "https://example.com/r");

    @AfterEach
    void close() {
        client.close();
        backend.close();
    }

    private void send(Decision decision) {
        decisions.send(refund.id, decisions.fetch(refund.id).payload().hash(), decision, "Photos checked",
                SignedDisplay.WITHOUT_SCREEN);
    }

    private LeftDecision left(String reason) {
        return new LeftDecision(decisions.fetch(refund.id),
                new MemberAction.Vote(Decision.APPROVE, reason, SignedDisplay.WITHOUT_SCREEN),
                new Failure(RequestDecisions.UNCONFIRMED, "No answer came."));
    }

    private boolean wasTaken(LeftDecision left, UUID member) {
        return left.wasTaken(decisions.fetch(refund.id), member);
    }

    @Test
    void isShownByANewVoteOfTheMemberThatSaysTheSame() {
        backend.requests.add(refund);
        send(Decision.APPROVE);
        send(Decision.WITHDRAW);
        UUID me = ada.me().member();
        LeftDecision left = left("Photos checked");
        LeftDecision otherReason = left("Photos");
        assertThat(wasTaken(left, me)).as("it says the same as an earlier one, which was taken back").isFalse();

        send(Decision.APPROVE);
        assertThat(wasTaken(left, me)).isTrue();
        assertThat(wasTaken(left, UUID.randomUUID())).isFalse();
        assertThat(wasTaken(otherReason, me)).isFalse();
    }
}
