package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.AuthorizationAnswer;
import dev.agenthub.api.ConnectionScopes;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.StartedAuthorization;
import dev.agenthub.api.StartedDeviceAuthorization;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.server.agents.AuthorizationDetail;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.agents.ToolDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the sandbox's authorization details (RFC 9396): shown to the person, granted where ticked, and enforced. */
class SandboxDetailsTest {
    private static final String EUROS = "{\"currency\":\"EUR\",\"limit\":\"500.00\",\"type\":\"refund\"}";
    private static final String DOLLARS = "{\"currency\":\"USD\",\"limit\":\"50.00\",\"type\":\"refund\"}";
    private static final String EUROS_BOX = "Pay back up to 500.00 EUR at a time";

    @TempDir
    private Path folder;
    private @Nullable ConsentingSandbox open;

    @AfterEach
    void stop() {
        if (open != null) {
            open.close();
        }
    }

    /** One whose tool for refunds needs these in the place of its scope. */
    private ConsentingSandbox needing(String... details) {
        ConsentingSandbox made = new ConsentingSandbox(folder,
                connector -> List.of(SampleContent.tools(connector).getFirst(), refunds(connector, details)));
        open = made;
        return made;
    }

    private static ToolDefinition refunds(UUID connector, String... details) {
        JsonObject plain = SampleContent.tools(connector).get(2).document();
        JsonObject.Builder tool = JsonObject.builder();
        plain.members().forEach((name, value) -> {
            if (!name.equals("scopes")) {
                tool.put(name, value);
            }
        });
        return ToolDefinition.of(tool.put("scopes", JsonArray.ofStrings(List.of()))
                .put("authorizationDetails", JsonValue.parse(
                        ("[" + String.join(",", details) + "]").getBytes(StandardCharsets.UTF_8)))
                .build());
    }

    private static Permissions detail(String text) {
        return new Permissions(List.of(), List.of(AuthorizationDetail.ofText(text)));
    }

    private static String refund(ConsentingSandbox consent, Permissions needed, String amount, String currency) {
        return consent.call("/refunds", needed,
                "{\"amount\":\"" + amount + "\",\"currency\":\"" + currency + "\"}").code();
    }

    private static ConnectionScopes details(ConsentingSandbox consent) {
        return Objects.requireNonNull(consent.shown().authorizationDetails());
    }

    @Test
    void paysWithinWhatAPersonConsentedTo() throws IOException {
        ConsentingSandbox consent = needing(EUROS);
        StartedAuthorization begun = consent.begin();
        assertThat(consent.read(new Request.Builder().url(begun.authorizationUrl()))).contains(EUROS_BOX);
        consent.authorizations.finish(consent.owner, consent.decide(begun, "allow"));

        assertThat(details(consent).granted()).containsExactly(EUROS);
        for (int life = 0; life < 2; life++) {
            assertThat(refund(consent, detail(EUROS), "500.00", "EUR")).isEqualTo("HTTP_201");
            assertThat(refund(consent, detail(EUROS), "500.01", "EUR")).isEqualTo("HTTP_403");
            assertThat(refund(consent, detail(EUROS), "1.00", "USD")).isEqualTo("HTTP_403");
            assertThat(consent.call("/tickets").code()).isEqualTo("HTTP_403");
            consent.clock.advance(Duration.ofMinutes(50));
            consent.refresher.sweep(consent.world.org);
            consent.sandbox.close();
            consent.restart();
        }
        assertThat(consent.log()).containsExactly("connector.authorized", "connector.refreshed",
                "connector.refreshed");
    }

    @Test
    void grantsThePartThatIsTicked() throws IOException {
        ConsentingSandbox consent = needing(EUROS, DOLLARS);
        consent.authorizations.finish(consent.owner,
                consent.decide(consent.begin(), "allow", Predicate.isEqual(EUROS_BOX)));

        assertThat(details(consent).granted()).containsExactly(EUROS);
        assertThat(details(consent).missing()).containsExactly(DOLLARS);
        assertThat(refund(consent, detail(EUROS), "50.00", "EUR")).isEqualTo("HTTP_201");
        assertThat(refund(consent, detail(EUROS), "50.00", "USD")).isEqualTo("HTTP_403");

        consent.authorizations.finish(consent.owner, consent.decide(consent.begin(), "allow", _ -> false));
        assertThat(details(consent).granted()).isEmpty();
        assertThat(details(consent).missing()).containsExactly(EUROS, DOLLARS);
    }

    @Test
    void grantsThePartThatIsTickedOnAnotherDevice() throws IOException {
        ConsentingSandbox consent = needing(EUROS, DOLLARS);
        StartedDeviceAuthorization begun = consent.authorizations.beginByCode(consent.owner, consent.connector);
        String page = consent.read(new Request.Builder()
                .url(Objects.requireNonNull(begun.verificationUriComplete())));
        FormBody.Builder form = new FormBody.Builder().add("user_code", begun.userCode()).add("decision", "allow");
        ConsentingSandbox.tick(page, Predicate.isEqual(EUROS_BOX), form);
        consent.read(new Request.Builder().url(HttpUrl.get(begun.verificationUri())).post(form.build()));
        consent.clock.advance(Duration.ofSeconds(begun.interval()));
        consent.authorizations.poll(consent.owner, begun.authorization());

        assertThat(details(consent).granted()).containsExactly(EUROS);
        assertThat(details(consent).missing()).containsExactly(DOLLARS);
    }

    @Test
    void callsWithATokenForOneOfThemAlone() throws IOException {
        ConsentingSandbox consent = needing(EUROS, DOLLARS);
        consent.connect();
        Permissions narrow = Permissions.ofScopes(List.of("messages:write")).with(detail(DOLLARS));

        assertThat(refund(consent, Permissions.NONE, "50.00", "EUR")).as("its own token").isEqualTo("HTTP_201");
        assertThat(refund(consent, narrow, "50.00", "USD")).isEqualTo("HTTP_201");
        assertThat(refund(consent, narrow, "50.00", "EUR")).as("a token for dollars").isEqualTo("HTTP_403");
    }

    @Test
    void asksNobodyForWhatItCannotUnderstand() throws IOException {
        ConsentingSandbox consent = needing(EUROS.replace("500.00", "a lot"));
        AuthorizationAnswer answer = consent.sentBack(consent.begin());

        assertThat(answer.error()).isEqualTo("invalid_authorization_details");
        consent.refuses(ErrorCode.AUTHORIZATION_DETAILS_REFUSED,
                () -> consent.authorizations.finish(consent.owner, answer));
        consent.refuses(ErrorCode.AUTHORIZATION_DETAILS_REFUSED,
                () -> consent.authorizations.beginByCode(consent.owner, consent.connector));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"payment\"}", "{\"currency\":\"EUR\",\"type\":\"refund\"}",
            "{\"currency\":\"EUR\",\"limit\":500,\"type\":\"refund\"}",
            "{\"currency\":\"EUR\",\"limit\":\"500\",\"type\":\"refund\"}",
            "{\"currency\":\"EUR\",\"limit\":\"500.00\",\"type\":\"refund\",\"until\":\"2030\"}"})
    void understandsItsOwnTypeAlone(String wrong) {
        assertThatThrownBy(() -> RefundLimit.asked("[" + wrong + "]")).isInstanceOf(DocumentFault.class);
        assertThat(RefundLimit.asked("[" + EUROS + "]")).hasSize(1);
    }
}
