package dev.agenthub.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.People;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.testing.TestTimeout;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class SignOutTest {

    @Test
    void waitsForTheSignedDecisionThatIsUnderWay() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        try (TestBackend backend = new TestBackend(); BackendClient client = new BackendClient(backend.uri())) {
            TestRequest refund = TestRequest.refund("480.00").addedTo(backend);
            backend.whenDeciding = () -> {
                asked.countDown();
                TestTimeout.await("the sign-out to be tried").until(() -> answer.getCount() == 0);
            };
            Session ada = People.signIn(backend, client, "Ada");
            CompletableFuture<Void> vote = CompletableFuture.runAsync(() -> approve(ada, refund));
            TestTimeout.await("the vote to be on its way").until(() -> asked.getCount() == 0);

            Thread leaving = Thread.ofPlatform().start(() -> ada.client().signOut());
            TestTimeout.await("the sign-out to wait, or to arrive").until(
                    () -> leaving.getState() == Thread.State.WAITING || backend.signOuts.get() > 0);
            assertThat(backend.signOuts).as("sign-outs before the vote was taken").hasValue(0);
            answer.countDown();
            TestTimeout.answer(vote);
            TestTimeout.await("the sign-out").until(() -> backend.signOuts.get() == 1);
            leaving.join();
            assertThat(backend.decisions).hasSize(1);
        } finally {
            answer.countDown();
        }
    }

    private static void approve(Session ada, TestRequest request) {
        FetchedPayload fetched = ada.client().payload(request.id);
        DecisionStatement said = new DecisionStatement(fetched.challenge(),
                Instant.now().truncatedTo(ChronoUnit.MICROS), Decision.APPROVE, null, ada.signer().keyId(),
                ada.me().member(), ada.me().org(), PayloadHash.of(fetched.bytes()),
                Hash.ofHex(ada.client().request(request.id).policy().digest()), "", request.id);
        ada.client().decide(request.id, said.canonicalBytes(), ada.signer().sign(said.preAuthenticationEncoding()));
    }
}
