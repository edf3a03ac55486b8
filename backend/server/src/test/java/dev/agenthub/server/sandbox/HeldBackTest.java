package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.NewRate;
import dev.agenthub.api.RatePeriod;
import dev.agenthub.api.RequestState;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.execution.Executions;
import dev.agenthub.server.limits.RateAdministration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that runs approved by people wait for rates and pauses, and runs allowed by the policy alone are refused at once. */
class HeldBackTest {
    private HostileProvider provider;
    private Executions process;
    private SampleWorld.Someone approver;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        provider = new HostileProvider(folder, false);
        provider.connect();
        process = provider.process();
        approver = provider.world.approver(new SampleWorld.Someone(provider.owner, SecretBytes.random(32)),
                "Bo Lindqvist");
    }

    @AfterEach
    void stop() {
        process.close();
        provider.close();
    }

    private List<UUID> approved(int count) {
        List<UUID> requests = Stream.generate(() -> provider.ticket().request()).limit(count).toList();
        requests.forEach(request -> provider.world.approve(approver, request));
        return requests;
    }

    private void wake(List<UUID> requests) {
        requests.forEach(request -> process.wake(provider.world.org, request));
    }

    private List<UUID> in(RequestState state, List<UUID> requests) {
        return requests.stream().filter(request -> provider.status(request).state() == state).toList();
    }

    private Instant heldUntil(UUID request) {
        return Objects.requireNonNull(runsAfter(request));
    }

    private boolean waits(UUID request) {
        return runsAfter(request) != null;
    }

    private @Nullable Instant runsAfter(UUID request) {
        return Objects.requireNonNull(provider.world.approvals().detail(provider.owner, request).terms()).runsAfter();
    }

    private List<AuditEvent> limited() {
        return provider.log().stream().filter(event -> event.type().equals(EventType.CONNECTOR_LIMITED)).toList();
    }

    @Test
    void waitsForTheRateEachForItsOwnCall() {
        List<UUID> requests = approved(5);
        UUID allowed = provider.submit();
        provider.clock.stop();
        new RateAdministration(provider.world.database.transactions(), provider.world.audit, provider.clock)
                .set(provider.owner, new NewRate("Customer care", provider.connector, 2, RatePeriod.MINUTE));

        wake(requests);
        await().until(() -> in(RequestState.EXECUTED, requests).size() == 2 && limited().size() == 3);

        List<UUID> waiting = in(RequestState.APPROVED, requests);
        List<Instant> moments = waiting.stream().map(this::heldUntil).sorted().toList();
        for (int i = 0; i < 3; i++) {
            assertThat(Duration.between(provider.clock.instant(), moments.get(i)))
                    .isBetween(Duration.ofSeconds(30L * (i + 1)), Duration.ofSeconds(30L * (i + 1)).plusMillis(5));
        }
        assertThat(limited()).allSatisfy(event -> {
            assertThat(event.data().get("run")).isEqualTo(JsonNull.NULL);
            assertThat(waiting).contains(UUID.fromString(event.data().string("request")));
        });
        assertThat(provider.world.logTypes().stream().filter(EventType.RUN_STARTED::equals)).hasSize(2);
        assertThat(provider.run(allowed)).as("allowed by the policy alone").startsWith("As many calls as are allowed");

        for (int executed = 3; executed <= 5; executed++) {
            int expected = executed;
            provider.clock.advance(Duration.ofSeconds(30).plusMillis(5));
            process.wakeWaiting();
            await().until(() -> in(RequestState.EXECUTED, requests).size() == expected);
        }
        assertThat(provider.called).hasValue(5);
        assertThat(limited()).as("nobody waited twice").hasSize(4);
    }

    @Test
    void waitsUntilTheProviderWantsCalls() {
        provider.calls = _ -> new MockResponse.Builder().code(429).addHeader("Retry-After", "7200").build();
        provider.run();
        List<UUID> requests = approved(2);
        wake(requests);
        await().until(() -> requests.stream().allMatch(this::waits));
        assertThat(requests).allSatisfy(request -> assertThat(heldUntil(request))
                .isEqualTo(Objects.requireNonNull(provider.shown().pausedUntil())));

        provider.calls = _ -> new MockResponse.Builder().code(201).build();
        provider.clock.advance(Duration.ofHours(2));
        process.wakeWaiting();

        await().until(() -> in(RequestState.EXECUTED, requests).size() == 2);
        assertThat(provider.called).hasValue(3);
    }

    @Test
    void endsAtOnceWhereItWouldExpireBefore() {
        List<UUID> requests = approved(2);
        provider.clock.advance(Duration.ofHours(60));
        provider.calls = _ -> new MockResponse.Builder().code(429).addHeader("Retry-After", "86400").build();

        for (int failed = 1; failed <= 2; failed++) {
            int expected = failed;
            process.wake(provider.world.org, requests.get(failed - 1));
            await().until(() -> in(RequestState.FAILED, requests).size() == expected);
        }

        assertThat(provider.detail(requests.getFirst())).isEqualTo(
                "The provider answered 429: there were too many calls");
        assertThat(provider.detail(requests.getLast())).startsWith("The provider wants no calls until 2");
        assertThat(provider.called).hasValue(1);
    }

    @Test
    void waitsUntilOneCallFoundOutThatTheProviderWorksAgain() {
        provider.calls = _ -> new MockResponse.Builder().code(500).build();
        for (int failure = 0; failure < 5; failure++) {
            process.wake(provider.world.org, provider.submit());
            int failures = failure + 1;
            await().until(() -> provider.called.get() == failures && process.underWay() == 0);
        }
        List<UUID> requests = approved(4);
        wake(requests);
        await().until(() -> requests.stream().allMatch(this::waits));

        provider.calls = _ -> new MockResponse.Builder().code(201).build();
        provider.clock.advance(Duration.ofSeconds(31));
        process.wakeWaiting();

        await().until(() -> in(RequestState.EXECUTED, requests).size() == 4);
    }
}
