package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.AuthorizationAnswer;
import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NewAuthorization;
import dev.agenthub.api.StartedAuthorization;
import dev.agenthub.api.StartedDeviceAuthorization;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.connectors.oauth.AuthorizationCleanup;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a connection with OAuth at the sandbox, up to the consent. */
class SandboxConnectionTest {
    private ConsentingSandbox consent;

    @BeforeEach
    void start(@TempDir Path temporary) {
        consent = new ConsentingSandbox(temporary, connector -> SampleContent.tools(connector).subList(0, 2));
    }

    @AfterEach
    void stop() {
        consent.close();
    }

    @Test
    void asksForWhatToolsNeedAndNothingElse() throws IOException {
        assertThat(consent.shown().state()).isEqualTo(ConnectionState.PENDING);
        StartedAuthorization begun = consent.begin();
        assertThat(begun.scopes()).containsExactly("messages:write", "tickets:write");

        Connection connected = consent.authorizations.finish(consent.owner, consent.decide(begun, "allow"));

        assertThat(connected.state()).isEqualTo(ConnectionState.ACTIVE);
        assertThat(Objects.requireNonNull(connected.scopes()).granted()).containsExactly("messages:write",
                "tickets:write");
        assertThat(consent.call("/messages").code()).isEqualTo("HTTP_201");
        assertThat(consent.call("/refunds").code()).isEqualTo("HTTP_403");
        assertThat(consent.log()).containsExactly("connector.authorized");
    }

    @Test
    void connectsWithACodeThatIsTypedOnAnotherDevice() throws IOException {
        StartedDeviceAuthorization begun = consent.authorizations.beginByCode(consent.owner, consent.connector);
        HttpUrl page = HttpUrl.get(begun.verificationUri());
        assertThat(begun.scopes()).containsExactly("messages:write", "tickets:write");
        assertThat(consent.read(new Request.Builder().url(page))).contains("The code that AgentHub shows");
        String typed = begun.userCode().toLowerCase(Locale.ROOT).replace("-", " ");
        assertThat(consent
                .read(new Request.Builder().url(page.newBuilder().addQueryParameter("user_code", typed).build())))
                .contains("tickets:write", "Allow");
        assertThat(consent.read(new Request.Builder().url(Objects.requireNonNull(begun.verificationUriComplete()))))
                .contains(begun.userCode(), "Allow");
        consent.clock.advance(Duration.ofSeconds(begun.interval()));
        assertThat(consent.authorizations.poll(consent.owner, begun.authorization()).connection()).isNull();
        assertThat(consent.read(new Request.Builder().url(page).post(new FormBody.Builder().add("user_code", typed)
                .add("decision", "allow").build()))).contains("Go back to AgentHub");
        consent.clock.advance(Duration.ofSeconds(begun.interval()));

        Connection connected = consent.authorizations.poll(consent.owner, begun.authorization()).connection();

        assertThat(Objects.requireNonNull(connected).state()).isEqualTo(ConnectionState.ACTIVE);
        assertThat(consent.call("/messages").code()).isEqualTo("HTTP_201");
        assertThat(consent.call("/refunds").code()).isEqualTo("HTTP_403");
        assertThat(consent.log()).containsExactly("connector.authorized");
        consent.refuses(ErrorCode.AUTHORIZATION_UNKNOWN,
                () -> consent.authorizations.poll(consent.owner, begun.authorization()));
        assertThat(consent.sealed("select count(*) from authorization_attempt where connector_id = :connector"))
                .isZero();
    }

    @Test
    void takesAnAnswerOnceAndOnlyInTheSessionThatAsked() throws IOException {
        AuthorizationAnswer answer = consent.decide(consent.begin(), "allow");
        MemberCaller elsewhere = new MemberCaller(consent.owner.org(), Ids.next(), consent.owner.key(),
                consent.owner.person());

        consent.refuses(ErrorCode.AUTHORIZATION_UNKNOWN, () -> consent.authorizations.finish(elsewhere, answer));
        consent.refuses(ErrorCode.AUTHORIZATION_UNKNOWN, () -> consent.authorizations.finish(consent.owner,
                new AuthorizationAnswer("x" + answer.state(), answer.code(), answer.issuer(), null)));
        assertThat(consent.authorizations.finish(consent.owner, answer).state()).isEqualTo(ConnectionState.ACTIVE);
        consent.refuses(ErrorCode.AUTHORIZATION_UNKNOWN, () -> consent.authorizations.finish(consent.owner, answer));
    }

    @Test
    void takesNoAnswerThatComesTooLate() throws IOException {
        AuthorizationAnswer answer = consent.decide(consent.begin(), "allow");
        consent.clock.advance(Duration.ofMinutes(11));
        consent.refuses(ErrorCode.AUTHORIZATION_UNKNOWN, () -> consent.authorizations.finish(consent.owner, answer));
    }

    @Test
    void forgetsAttemptsThatAreSpentOrOver() throws IOException {
        AuthorizationAnswer spent = consent.decide(consent.begin(), "deny");
        consent.refuses(ErrorCode.AUTHORIZATION_FAILED, () -> consent.authorizations.finish(consent.owner, spent));
        consent.begin();
        consent.clock.advance(Duration.ofMinutes(10));
        StartedAuthorization open = consent.begin();
        String attempts = "select count(*) from authorization_attempt where connector_id = :connector";
        AuthorizationCleanup cleanup = new AuthorizationCleanup(consent.world.database.transactions(), consent.clock);
        assertThat(consent.sealed(attempts)).isEqualTo(3);

        cleanup.sweep(consent.world.org);

        assertThat(consent.sealed(attempts)).isOne();
        consent.refuses(ErrorCode.AUTHORIZATION_UNKNOWN, () -> consent.authorizations.finish(consent.owner, spent));
        assertThat(consent.authorizations.finish(consent.owner, consent.decide(open, "allow")).state())
                .isEqualTo(ConnectionState.ACTIVE);
        assertThat(consent.sealed(attempts)).isZero();
    }

    @Test
    void takesNoAnswerOfAnotherIssuerAndNoneThatNamesNone() throws IOException {
        for (String issuer : new String[]{null, "https://evil.example"}) {
            AuthorizationAnswer answer = consent.decide(consent.begin(), "allow");
            consent.refuses(ErrorCode.AUTHORIZATION_FAILED, () -> consent.authorizations.finish(consent.owner,
                    new AuthorizationAnswer(answer.state(), answer.code(), issuer, null)));
            consent.refuses(ErrorCode.AUTHORIZATION_UNKNOWN,
                    () -> consent.authorizations.finish(consent.owner, answer));
        }
        assertThat(consent.shown().state()).isEqualTo(ConnectionState.PENDING);
    }

    @Test
    void leavesNothingBehindWhereThePersonSaysNo() throws IOException {
        AuthorizationAnswer answer = consent.decide(consent.begin(), "deny");
        consent.refuses(ErrorCode.AUTHORIZATION_FAILED, () -> consent.authorizations.finish(consent.owner, answer));
        assertThat(consent.shown().state()).isEqualTo(ConnectionState.PENDING);
        assertThat(consent.log()).isEmpty();
    }

    @Test
    void sendsTheBrowserBackToThisMachineOnly() {
        for (String elsewhere : List.of("https://127.0.0.1/", "http://example.org/", "http://localhost:1/",
                "http://127.0.0.1:1/#a", "http://u@127.0.0.1:1/", "agenthub://x")) {
            consent.refuses(ErrorCode.CONNECTION_INVALID,
                    () -> consent.authorizations.begin(consent.owner, consent.connector,
                            new NewAuthorization(elsewhere)));
        }
    }

    @Test
    void spendsACodeForNothingWithoutItsVerifier() throws IOException {
        AuthorizationAnswer first = consent.decide(consent.begin(), "allow");
        AuthorizationAnswer second = consent.decide(consent.begin(), "allow");
        consent.refuses(ErrorCode.AUTHORIZATION_FAILED, () -> consent.authorizations.finish(consent.owner,
                new AuthorizationAnswer(second.state(), first.code(), first.issuer(), null)));
    }
}
