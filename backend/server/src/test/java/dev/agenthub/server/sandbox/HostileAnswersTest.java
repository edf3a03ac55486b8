package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.RequestState;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.server.execution.Executions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the results of calls, and of later calls, after hostile answers of a provider. */
class HostileAnswersTest {
    private static final String REFUSED = "The provider answered 401: it does not accept the connection's credential";
    private static final String GOOD = "The provider answered 201";

    @TempDir
    private Path folder;
    private HostileProvider provider;

    @BeforeEach
    void start() throws IOException {
        provider = new HostileProvider(folder, false);
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    private void answers(int status) {
        provider.calls = _ -> new MockResponse.Builder().code(status).build();
    }

    private void acceptsToken(int count) {
        provider.calls = call -> new MockResponse.Builder()
                .code(("Bearer " + HostileProvider.access(count)).equals(call.getHeaders().get("Authorization"))
                        ? 201
                        : 401)
                .build();
    }

    private List<String> log() {
        return provider.log().stream().map(AuditEvent::type).filter(type -> !type.equals("connector.called")).toList();
    }

    @Test
    void endsEveryCallAtOnceUntilTheProviderTakesThemAgain() {
        provider.connect();
        provider.calls = _ -> new MockResponse.Builder().code(429).addHeader("Retry-After", "7200").build();
        assertThat(provider.run()).isEqualTo("The provider answered 429: there were too many calls");

        List<UUID> piled = Stream.generate(provider::submit).limit(20).toList();
        try (Executions other = provider.process()) {
            piled.forEach(request -> other.wake(provider.world.org, request));
            await().until(() -> piled.stream().noneMatch(request -> provider.status(request).state().open()));
            assertThat(other.underWay()).isZero();
        }

        assertThat(piled).allSatisfy(request -> {
            assertThat(provider.status(request).state()).isEqualTo(RequestState.FAILED);
            assertThat(provider.detail(request)).startsWith("The provider wants no calls until 2");
        });
        assertThat(provider.called).hasValue(1);
        assertThat(Objects.requireNonNull(provider.shown().pausedUntil()))
                .isAfter(provider.clock.instant().plus(Duration.ofMinutes(115)));
        assertThat(log()).containsExactly("connector.authorized", "connector.paused");

        answers(201);
        provider.clock.advance(Duration.ofHours(2));
        assertThat(provider.run()).isEqualTo(GOOD);
    }

    private static MockResponse wait(int status, int seconds) {
        return new MockResponse.Builder().code(status).addHeader("Retry-After", String.valueOf(seconds)).build();
    }

    /** The first call is under way while the second one is made and answered. */
    private void answerAfterAnother(Supplier<MockResponse> another, Supplier<MockResponse> first) {
        AtomicInteger calls = new AtomicInteger();
        provider.calls = _ -> {
            if (calls.getAndIncrement() > 0) {
                return another.get();
            }
            provider.run();
            return first.get();
        };
        provider.run();
    }

    @ParameterizedTest
    @CsvSource({"60, 7200", "7200, 60"})
    void keepsTheLongerOfTwoPausesAndRecordsOne(int first, int second) {
        provider.connect();
        answerAfterAnother(() -> wait(429, second), () -> wait(429, first));

        assertThat(Objects.requireNonNull(provider.shown().pausedUntil()))
                .isAfter(provider.clock.instant().plus(Duration.ofMinutes(115)));
        assertThat(log()).containsExactly("connector.authorized", "connector.paused");
    }

    @Test
    void recordsAPauseOfAnUnavailableServiceAndAnotherOnceItIsOver() {
        provider.connect();
        provider.calls = _ -> wait(503, 60);
        provider.run();
        provider.clock.advance(Duration.ofSeconds(61));
        provider.run();

        assertThat(log()).containsExactly("connector.authorized", "connector.paused", "connector.paused");
    }

    @Test
    void keepsATokenThatReplacedTheRefusedOneMeanwhile() {
        provider.connect();
        provider.calls = _ -> {
            provider.clock.advance(Duration.ofMinutes(50));
            provider.refresher.sweep(provider.world.org);
            return new MockResponse.Builder().code(401).build();
        };
        assertThat(provider.run()).isEqualTo(REFUSED);
        acceptsToken(2);

        assertThat(provider.run()).isEqualTo(GOOD);
        assertThat(provider.tokens).hasValue(2);
    }

    @Test
    void getsAnotherTokenAlsoWhereAnEarlierOneWasRefusedOnce() {
        provider.connect();
        acceptsToken(2);
        provider.run();
        assertThat(provider.run()).isEqualTo(GOOD);
        provider.clock.advance(Duration.ofMinutes(50));
        provider.refresher.sweep(provider.world.org);
        acceptsToken(4);

        assertThat(provider.run()).isEqualTo(REFUSED);
        assertThat(provider.run()).isEqualTo(GOOD);
        assertThat(provider.tokens).hasValue(4);
    }

    @Test
    void recordsOnceThatATokenIsRefused() {
        provider.refreshable = false;
        provider.connect();
        answerAfterAnother(() -> new MockResponse.Builder().code(401).build(),
                () -> new MockResponse.Builder().code(401).build());

        assertThat(log()).containsExactly("connector.authorized", "connector.token_refused");
    }

    @Test
    void saysWhatAnAnswerMeansAndNeverCallsAgain() {
        provider.connect();
        Map<Integer, String> meanings = Map.of(404, "", 408, ": the call took too long to arrive", 425,
                ": it does not take the call so early", 429, ": there were too many calls");
        meanings.forEach((status, meaning) -> {
            answers(status);
            UUID request = provider.submit();
            assertThat(provider.run(request)).isEqualTo("The provider answered " + status + meaning);
            assertThat(provider.status(request).state()).isEqualTo(RequestState.FAILED);
        });
        assertThat(provider.called).hasValue(meanings.size());
        assertThat(log()).containsExactly("connector.authorized");
    }

    @Test
    void getsAnotherTokenForTheCallsAfterTheOneThatWasRefused() {
        provider.connect();
        acceptsToken(2);

        assertThat(provider.run()).isEqualTo(REFUSED);
        assertThat(provider.tokens).hasValue(1);
        assertThat(provider.run()).isEqualTo(GOOD);

        assertThat(provider.tokens).hasValue(2);
        assertThat(provider.shown().state()).isEqualTo(ConnectionState.ACTIVE);
        assertThat(log()).containsExactly("connector.authorized", "connector.refreshed");
    }

    @Test
    void needsAPersonWhereTheOtherTokenIsRefusedToo() {
        provider.connect();
        answers(401);

        assertThat(provider.run()).isEqualTo(REFUSED);
        assertThat(provider.run()).isEqualTo(REFUSED);

        assertThat(provider.shown().state()).isEqualTo(ConnectionState.RECONNECT);
        assertThat(provider.run()).isEqualTo("The connection has to be authorized again");
        assertThat(provider.tokens).hasValue(2);
        assertThat(provider.called).hasValue(2);
        assertThat(log()).containsExactly("connector.authorized", "connector.refreshed", "connector.token_refused");
    }

    @Test
    void needsAPersonAtOnceWhereThereIsNoOtherToken() {
        provider.refreshable = false;
        provider.connect();
        answers(401);

        assertThat(provider.run()).isEqualTo(REFUSED);

        assertThat(provider.shown().state()).isEqualTo(ConnectionState.RECONNECT);
        assertThat(log()).containsExactly("connector.authorized", "connector.token_refused");
        assertThat(provider.connect().state()).isEqualTo(ConnectionState.ACTIVE);
    }

    @Test
    void tellsTheAgentHowMuchOfALongAnswerIsMissing() {
        provider.connect();
        provider.calls = _ -> new MockResponse.Builder().body("x".repeat((1 << 16) + 500)).build();
        UUID request = provider.submit();

        provider.run(request);

        assertThat(provider.status(request).response()).isEqualTo("x".repeat(1 << 16));
        assertThat(provider.status(request).responseMissing()).isEqualTo(500);
    }

    @Test
    void keepsEverySecretOfTheConnectionFromTheAgent() {
        provider.connect();
        for (String secret : List.of(HostileProvider.access(1), HostileProvider.refresh(1),
                HostileProvider.CLIENT_SECRET)) {
            provider.calls = _ -> new MockResponse.Builder().body("{\"debug\":\"" + secret + "\"}").build();
            UUID request = provider.submit();

            assertThat(provider.run(request)).contains("repeated a secret");
            assertThat(provider.status(request).state()).isEqualTo(RequestState.EXECUTED);
            assertThat(provider.status(request).response()).isEmpty();
        }
        assertThat(log()).containsExactly("connector.authorized", "connector.withheld", "connector.withheld",
                "connector.withheld");
    }

    @Test
    void leavesAProviderAloneThatFailsAgainAndAgain() {
        provider.connect();
        answers(500);
        for (int failure = 0; failure < 5; failure++) {
            UUID request = provider.submit();
            assertThat(provider.run(request)).isEqualTo("The provider answered 500");
            assertThat(provider.status(request).state()).isEqualTo(RequestState.UNKNOWN);
        }
        UUID refused = provider.submit();
        assertThat(provider.run(refused)).contains("left alone");
        Instant until = Objects.requireNonNull(provider.shown().circuitOpenUntil());
        assertThat(until).isBetween(provider.clock.instant().plusSeconds(1), provider.clock.instant().plusSeconds(30));
        assertThat(provider.status(refused).state()).isEqualTo(RequestState.FAILED);
        assertThat(provider.called).hasValue(5);

        provider.clock.advance(Duration.ofSeconds(31));
        answers(201);
        assertThat(provider.run()).isEqualTo(GOOD);
        assertThat(provider.run()).isEqualTo(GOOD);
        assertThat(provider.shown().circuitOpenUntil()).isNull();
    }
}
