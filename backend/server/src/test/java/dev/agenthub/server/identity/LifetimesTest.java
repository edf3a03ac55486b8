package dev.agenthub.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.ChallengeRequest;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.SignInChallenge;
import dev.agenthub.api.SignInRequest;
import dev.agenthub.api.SignedIn;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClock;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.common.RefusedException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the configured lifetimes of sessions and codes, and their bounds. */
class LifetimesTest {

    private static final Lifetimes SHORT = new Lifetimes(Duration.ofMinutes(5), Duration.ofMinutes(20),
            Duration.ofMinutes(10), Duration.ofMinutes(2));

    private final TestBackend backend = TestBackend.get();
    private final TestOrganization org = new TestOrganization();
    private final TestClock clock = backend.clock();

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    private SignedIn signIn() {
        Sessions sessions = new Sessions(backend.database().transactions(), backend.audit(), null, clock, SHORT);
        TestMember owner = org.owner();
        SignInChallenge challenge = sessions.challenge(new ChallengeRequest(org.org(), owner.key()));
        return sessions.signIn(SignInRequest.of(org.org(), challenge.challengeId(), owner.key(),
                owner.sign(challenge.bytesToSign(org.org(), null))));
    }

    @Test
    void endsASessionAfterTheTimesThatAreSet() {
        Authentication authentication = new Authentication(backend.database().transactions(), clock, SHORT);
        String idle = "Bearer " + signIn().token();
        String used = "Bearer " + signIn().token();

        for (int i = 0; i < 4; i++) {
            clock.advance(Duration.ofMinutes(4));
            assertThat(authentication.member(used).member()).isEqualTo(org.owner().id());
        }
        assertThatThrownBy(() -> authentication.member(idle)).isInstanceOf(RefusedException.class)
                .hasMessageContaining("has expired");
        // Who only knows its number learns nothing.
        assertThatThrownBy(() -> authentication.member(idle.substring(0, idle.length() - 4) + "AAAA"))
                .isInstanceOf(RefusedException.class).hasMessage(ErrorCode.UNAUTHENTICATED.title());
        clock.advance(Duration.ofMinutes(4));
        assertThatThrownBy(() -> authentication.member(used)).isInstanceOf(RefusedException.class);
    }

    @Test
    void endsADeviceCodeAfterTheTimeThatIsSet() {
        Instant before = clock.instant();
        Invitation code = new Invitations(backend.database().transactions(), backend.audit(), clock, SHORT)
                .forDevice(backend.authentication().member("Bearer " + signIn().token()));

        assertThat(code.expiresAt()).isBetween(before.plus(Duration.ofMinutes(2)).minusMillis(1),
                clock.instant().plus(Duration.ofMinutes(2)));
    }

    @Test
    void refusesTimesOutOfBounds() {
        Duration minute = Duration.ofMinutes(1);
        Duration hour = Duration.ofHours(1);
        for (Duration[] wrong : new Duration[][]{{Duration.ZERO, hour, hour, minute},
                {Duration.ofHours(25), Duration.ofDays(2), hour, minute}, {hour, minute, hour, minute},
                {minute, Duration.ofDays(8), hour, minute}, {hour, Duration.ofMinutes(30), hour, minute},
                {minute, hour, minute, minute}, {minute, hour, Duration.ofDays(31), minute},
                {minute, hour, hour, Duration.ofSeconds(59)}, {minute, hour, hour, Duration.ofMinutes(61)}}) {
            assertThatThrownBy(() -> new Lifetimes(wrong[0], wrong[1], wrong[2], wrong[3]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
