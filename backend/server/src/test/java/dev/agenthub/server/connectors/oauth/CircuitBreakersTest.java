package dev.agenthub.server.connectors.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.server.TestClock;
import dev.agenthub.server.connectors.calls.CallResult;
import dev.agenthub.server.connectors.calls.CircuitBreakers;
import dev.agenthub.server.connectors.calls.CircuitBreakers.Pass;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests circuit breakers and requested pauses. */
class CircuitBreakersTest {
    private static final UUID CONNECTION = UUID.randomUUID();
    private static final CallResult NOT_REACHED = new CallResult.NotSent(CallResult.NOT_CONNECTED, "");
    private static final CallResult GOOD = answer(201);

    private final TestClock clock = new TestClock();
    private final CircuitBreakers circuits = new CircuitBreakers(clock);

    @BeforeEach
    void stop() {
        clock.stop();
    }

    private static CallResult answer(int status) {
        return new CallResult.Answered(status, ByteString.EMPTY, ByteString.EMPTY.sha256(), 0, true, 0, false, null);
    }

    private Pass enter() {
        return Objects.requireNonNull(circuits.enter(CONNECTION));
    }

    private boolean closed() {
        return circuits.enter(CONNECTION) == null;
    }

    private void call(@Nullable CallResult result) {
        circuits.leave(enter(), result);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            call(NOT_REACHED);
        }
    }

    @Test
    void opensAfterFiveFailuresInARow() {
        fail(4);
        call(answer(404));
        fail(4);
        call(new CallResult.NotSent("EGRESS_REFUSED", ""));
        assertThat(closed()).isFalse();
        call(answer(503));
        assertThat(closed()).isTrue();
        assertThat(circuits.enter(UUID.randomUUID())).as("another connection").isNotNull();
    }

    @Test
    void countsOnlyTheFailuresOfAMinute() {
        fail(4);
        clock.advance(Duration.ofSeconds(61));
        fail(4);
        assertThat(closed()).isFalse();
    }

    @Test
    void letsOneCallFindOut() {
        fail(5);
        clock.advance(Duration.ofSeconds(30));
        Pass probe = enter();
        assertThat(closed()).isTrue();
        circuits.leave(probe, new CallResult.Unclear("CALL_TIMED_OUT", ""));
        assertThat(closed()).isTrue();

        clock.advance(Duration.ofSeconds(30));
        call(null);
        call(GOOD);
        fail(4);
        assertThat(closed()).isFalse();
    }

    @Test
    void staysOpenWhereTheProbeFailsLongAfterTheOthers() {
        fail(5);
        clock.advance(Duration.ofMinutes(10));
        call(NOT_REACHED);
        assertThat(closed()).isTrue();
    }

    @Test
    void letsOneCallerAtATimeMakeTheProbe() {
        assertThat(circuits.leftAloneUntil(CONNECTION)).isNull();
        fail(5);
        assertThat(circuits.leftAloneUntil(CONNECTION)).isEqualTo(clock.instant().plusSeconds(30));
        clock.advance(Duration.ofSeconds(30));
        assertThat(circuits.leftAloneUntil(CONNECTION)).as("the first").isNull();
        Instant next = Objects.requireNonNull(circuits.leftAloneUntil(CONNECTION));
        assertThat(next).as("the second").isAfter(clock.instant());
        clock.advance(Duration.between(clock.instant(), next));
        assertThat(circuits.leftAloneUntil(CONNECTION)).as("the next, since the first made none").isNull();
    }

    @Test
    void saysWhenItOpensAndWhenCallsAreMadeAgain() {
        fail(4);
        assertThat(circuits.leave(enter(), null)).isNull();
        assertThat(circuits.leave(enter(), NOT_REACHED))
                .isEqualTo(new CircuitBreakers.Change(clock.instant().plusSeconds(30)));
        clock.advance(Duration.ofSeconds(30));
        assertThat(circuits.leave(enter(), NOT_REACHED))
                .isEqualTo(new CircuitBreakers.Change(clock.instant().plusSeconds(30)));
        clock.advance(Duration.ofSeconds(30));
        assertThat(circuits.leave(enter(), GOOD)).isEqualTo(new CircuitBreakers.Change(null));
        assertThat(circuits.leave(enter(), GOOD)).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            7200                          | 2026-11-28T12:00:00Z
            ' 60 '                        | 2026-11-28T10:01:00Z
            Sat, 28 Nov 2026 10:30:00 GMT | 2026-11-28T10:30:00Z
            Sat, 28 Nov 2026 09:30:00 GMT | null
            0                             | null
            -5                            | null
            soon                          | null
            ''                            | null
            null                          | null
            604800                        | 2026-11-29T10:00:00Z
            99999999999999999999          | 2026-11-29T10:00:00Z
            """)
    void pausesAsTheProviderSaysAndAtMostForADay(@Nullable String header, @Nullable Instant until) {
        assertThat(ConnectionHealth.wanted(header, Instant.parse("2026-11-28T10:00:00Z")).orElse(null))
                .isEqualTo(until);
    }
}
