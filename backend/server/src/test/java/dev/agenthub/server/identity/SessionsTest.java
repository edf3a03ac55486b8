package dev.agenthub.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.ChallengeRequest;
import dev.agenthub.api.SessionInfo;
import dev.agenthub.api.SignInChallenge;
import dev.agenthub.api.SignInRequest;
import dev.agenthub.api.SignedIn;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.common.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests which answers to a challenge open a session, and until when a session is open. */
class SessionsTest {
    private final TestBackend backend = TestBackend.get();
    private final TestOrganization org = new TestOrganization();
    private final TestMember owner = org.owner();
    private final TestMember bea = org.approver("Bea", "approvers");
    private final TestClient anonymous = new TestClient(backend.uri(), null);

    private record SessionPage(List<SessionInfo> items, @Nullable String next) {}

    @AfterEach
    void resetClock() {
        backend.clock().reset();
    }

    private SignInChallenge challenge(TestMember member) {
        return anonymous.post("/v1/sessions/challenges", new ChallengeRequest(org.org(), member.key()))
                .as(SignInChallenge.class);
    }

    private TestClient.Answer answer(TestMember member, SignInChallenge challenge, String key) {
        return anonymous.post("/v1/sessions", SignInRequest.of(org.org(), challenge.challengeId(), key,
                member.sign(challenge.bytesToSign(org.org(), null))));
    }

    private TestClient.Answer answer(TestMember member, SignInChallenge challenge) {
        return answer(member, challenge, member.key());
    }

    private Authentication at(Instant moment) {
        return new Authentication(backend.database().transactions(), InstantSource.fixed(moment), Lifetimes.DEFAULTS);
    }

    @Test
    void keepsTheChallengesThatCanStillBeAnsweredAndDeletesTheOthers() {
        SignInChallenge first = challenge(owner);
        SignInChallenge second = challenge(bea);
        answer(owner, first).as(SignedIn.class);
        answer(bea, second).as(SignedIn.class);

        backend.clock().advance(Duration.ofMinutes(3));
        challenge(owner);
        long kept = backend.database().transactions().call(OrgContext.system(org.org()), handle -> handle
                .createQuery("select count(*) from signin_challenge where org_id = :org").bind("org", org.org())
                .mapTo(Long.class).one());
        assertThat(kept).isEqualTo(1);
    }

    @Test
    void takesAChallengeForTwoMinutes() {
        backend.clock().stop();
        SignInChallenge early = challenge(owner);
        SignInChallenge late = challenge(owner);
        backend.clock().advance(Duration.ofMinutes(2).minusMillis(1));
        answer(owner, early).as(SignedIn.class);

        backend.clock().advance(Duration.ofMillis(1));
        assertThat(answer(owner, late).code()).isEqualTo("SIGN_IN_REFUSED");
    }

    @Test
    void refusesAnAnswerThatNamesAnotherKeyThanItsChallenge() {
        assertThat(answer(owner, challenge(owner), bea.key()).code()).isEqualTo("SIGN_IN_REFUSED");
        assertThat(answer(bea, challenge(owner), bea.key()).code()).isEqualTo("SIGN_IN_REFUSED");
    }

    @Test
    void endsASessionAtTheMomentThatItsMemberWasTold() {
        SignedIn session = bea.signIn();
        String authorization = "Bearer " + session.token();
        Authentication ended = at(session.expiresAt());

        assertThatThrownBy(() -> ended.member(authorization)).isInstanceOf(RefusedException.class)
                .hasMessageContaining("has expired");
        assertThatThrownBy(() -> ended.requireStillMember(authorization)).isInstanceOf(RefusedException.class);
        assertThat(at(session.expiresAt().minusMillis(1)).member(authorization).member()).isEqualTo(bea.id());
    }

    /** A session that was used an hour ago is open, since it ends after two hours without use. */
    @Test
    void prolongsASessionByEachUseButNotByItsStream() {
        SignedIn used = bea.signIn();
        SignedIn streaming = bea.signIn();
        Instant hourBefore = used.expiresAt().minus(Duration.ofMinutes(61));
        at(hourBefore).member("Bearer " + used.token());
        at(hourBefore).requireStillMember("Bearer " + streaming.token());

        Instant later = used.expiresAt().plus(Duration.ofMinutes(55));
        assertThat(at(later).member("Bearer " + used.token()).member()).isEqualTo(bea.id());
        assertThatThrownBy(() -> at(later).requireStillMember("Bearer " + streaming.token()))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void listsTheCallersOpenSessionsNewestFirst() {
        TestClient second = bea.signedInAt(backend.uri());
        List<SessionInfo> listed = second.get("/v1/me/sessions").as(SessionPage.class).items();
        assertThat(listed).extracting(SessionInfo::current).containsExactly(true, false);
        assertThat(listed).extracting(SessionInfo::key).containsOnly(bea.key());

        backend.clock().advance(Duration.ofMinutes(110));
        second.get("/v1/me").as(Object.class);
        backend.clock().advance(Duration.ofMinutes(20));
        assertThat(second.get("/v1/me/sessions").as(SessionPage.class).items()).as("the other has expired")
                .singleElement().satisfies(session -> assertThat(session.current()).isTrue());
    }

    @Test
    void endsNoSessionOfAnotherMember() {
        UUID session = owner.client().get("/v1/me/sessions").as(SessionPage.class).items().getFirst().session();

        assertThat(bea.client().delete("/v1/me/sessions/" + session).code()).isEqualTo("NOT_FOUND");
        assertThat(owner.client().get("/v1/me").status()).isEqualTo(200);
    }
}
