package dev.agenthub.server.sandbox;

import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.server.agents.AuthorizationDetail;
import dev.agenthub.server.agents.Permissions;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox's authorization server, with which OAuth can be tried without the internet: the code flow with PKCE for one client (RFC
 * 6749, RFC 7636), the issuer in the response (RFC 9207), authorization details that a person may leave out (RFC 9396), the device
 * flow (RFC 8628), rotating refresh tokens, token exchange (RFC 8693), revocation (RFC 7009) and metadata (RFC 8414). Thread-safe.
 */
final class SandboxAuthorization {
    /** The id of the one registered client. */
    static final String CLIENT = "agenthub";

    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    private static final Duration CODE_LIFETIME = Duration.ofMinutes(1);
    private static final int RANDOM_BYTES = 32;
    private static final String DEVICE_PAGE = "/oauth/device";
    private static final String METADATA = "/.well-known/oauth-authorization-server";
    private static final String DETAILS = "authorization_details";
    private static final String DETAILS_INVALID = "invalid_authorization_details";
    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String DEVICE = "urn:ietf:params:oauth:grant-type:device_code";

    private final String issuer;
    private final SecretBytes clientSecret;
    private final SandboxTokens tokens;
    private final InstantSource clock;
    private final Map<String, Code> codes = new HashMap<>();
    private final SandboxDevices devices = new SandboxDevices();

    private record Code(String redirect, String challenge, Permissions granted, Instant expires) {}

    /** An HTTP answer: a page, a redirect, or JSON. */
    record Answer(int status, String mediaType, String body, @Nullable String location) {
        static Answer json(int status, JsonObject body) {
            return new Answer(status, "application/json",
                    new String(body.canonicalBytes(), StandardCharsets.UTF_8), null);
        }

        static Answer html(int status, String page) {
            return new Answer(status, "text/html; charset=utf-8", page, null);
        }

        static Answer error(int status, String error) {
            return json(status, JsonObject.builder().put("error", error).build());
        }
    }

    SandboxAuthorization(String issuer, SecretBytes clientSecret, SandboxTokens tokens, InstantSource clock) {
        this.issuer = issuer;
        this.clientSecret = clientSecret;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** The permissions of an access token; empty where it is not valid. */
    synchronized Optional<Permissions> permissions(String access) {
        return tokens.permissions(access, clock.instant());
    }

    /** Answers a request to one of its paths; null for other paths. */
    @Nullable
    Answer answer(String method, String path, @Nullable String query, @Nullable String authorization, byte[] body)
            throws IOException {
        return switch (method + " " + path) {
            case "GET " + METADATA -> Answer.json(200, metadata());
            case "GET /oauth/authorize" -> page(parameters(query));
            case "POST /oauth/authorize" -> decided(parameters(new String(body, StandardCharsets.UTF_8)));
            case "GET " + DEVICE_PAGE -> devicePage(parameters(query));
            case "POST " + DEVICE_PAGE -> deviceDecided(parameters(new String(body, StandardCharsets.UTF_8)));
            case "POST /oauth/device/code" -> client(authorization)
                    ? device(parameters(new String(body, StandardCharsets.UTF_8)))
                    : Answer.error(401, "invalid_client");
            case "POST /oauth/token" -> client(authorization)
                    ? token(parameters(new String(body, StandardCharsets.UTF_8)))
                    : Answer.error(401, "invalid_client");
            case "POST /oauth/revoke" -> client(authorization)
                    ? revoke(parameters(new String(body, StandardCharsets.UTF_8)))
                    : Answer.error(401, "invalid_client");
            default -> null;
        };
    }

    private boolean client(@Nullable String authorization) {
        String expected = "Basic " + Base64.getEncoder()
                .encodeToString((CLIENT + ":" + clientSecret.text()).getBytes(StandardCharsets.UTF_8));
        return authorization != null && MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), authorization.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean understood(Map<String, String> asked) {
        HttpUrl redirect = HttpUrl.parse(asked.getOrDefault("redirect_uri", ""));
        return CLIENT.equals(asked.get("client_id")) && "code".equals(asked.get("response_type"))
                && "S256".equals(asked.get("code_challenge_method")) && asked.containsKey("code_challenge")
                && redirect != null && redirect.host().equals("127.0.0.1");
    }

    private Answer page(Map<String, String> asked) {
        if (!understood(asked)) {
            return Answer.html(400, ConsentPage.refusal());
        }
        return asked(asked).map(wanted -> Answer.html(200, ConsentPage.of("/oauth/authorize", asked, wanted.details())))
                .orElseGet(() -> back(asked, "error", DETAILS_INVALID));
    }

    private synchronized Answer decided(Map<String, String> asked) {
        if (!understood(asked)) {
            return page(asked);
        }
        Optional<Permissions> wanted = asked(asked);
        if (wanted.isEmpty()) {
            return page(asked);
        }
        if (!allowed(asked)) {
            return back(asked, "error", "access_denied");
        }
        String code = SecretBytes.random(RANDOM_BYTES).base64Url();
        codes.put(code, new Code(Objects.requireNonNull(asked.get("redirect_uri")),
                Objects.requireNonNull(asked.get("code_challenge")), granted(wanted.get(), asked),
                clock.instant().plus(CODE_LIFETIME)));
        return back(asked, "code", code);
    }

    private static boolean allowed(Map<String, String> said) {
        return "allow".equals(said.get("decision"));
    }

    /** The granted permissions: all scopes, and the details whose boxes are ticked. */
    private static Permissions granted(Permissions wanted, Map<String, String> said) {
        return new Permissions(wanted.scopes(), IntStream.range(0, wanted.details().size())
                .filter(place -> said.containsKey(ConsentPage.granted(place))).mapToObj(wanted.details()::get)
                .toList());
    }

    private Answer back(Map<String, String> asked, String name, String value) {
        HttpUrl.Builder back = HttpUrl.get(Objects.requireNonNull(asked.get("redirect_uri"))).newBuilder()
                .addQueryParameter(name, value).addQueryParameter("iss", issuer);
        if (asked.containsKey("state")) {
            back.addQueryParameter("state", asked.get("state"));
        }
        return new Answer(303, "text/plain", "", back.build().toString());
    }

    /** The requested permissions; empty where an authorization detail is not supported. */
    private static Optional<Permissions> asked(Map<String, String> asked) {
        try {
            return Optional.of(new Permissions(Stream.of(asked.getOrDefault("scope", "").split(" ", -1))
                    .filter(scope -> !scope.isEmpty()).toList(), RefundLimit.asked(asked.get(DETAILS))));
        } catch (DocumentFault | EvidenceException _) {
            return Optional.empty();
        }
    }

    private JsonObject metadata() {
        return JsonObject.builder().put("issuer", issuer).put("authorization_endpoint", issuer + "/oauth/authorize")
                .put("token_endpoint", issuer + "/oauth/token")
                .put("device_authorization_endpoint", issuer + "/oauth/device/code")
                .put("revocation_endpoint", issuer + "/oauth/revoke")
                .put("response_types_supported", JsonArray.ofStrings(List.of("code")))
                .put("grant_types_supported",
                        JsonArray.ofStrings(List.of("authorization_code", "refresh_token", DEVICE, EXCHANGE)))
                .put("code_challenge_methods_supported", JsonArray.ofStrings(List.of("S256")))
                .put("token_endpoint_auth_methods_supported", JsonArray.ofStrings(List.of("client_secret_basic")))
                .put("authorization_response_iss_parameter_supported", true)
                .put("scopes_supported", JsonArray.ofStrings(SampleContent.SCOPES))
                .put("authorization_details_types_supported", JsonArray.ofStrings(List.of(RefundLimit.TYPE)))
                .build();
    }

    private synchronized Answer device(Map<String, String> asked) {
        return asked(asked)
                .map(wanted -> Answer.json(200, devices.begin(wanted, issuer + DEVICE_PAGE, clock.instant())))
                .orElseGet(() -> Answer.error(400, DETAILS_INVALID));
    }

    /**
     * Asks for the user code, or for consent where the address has a valid one. The page
     * shows the code, since a link alone does not tell who began the flow.
     */
    private synchronized Answer devicePage(Map<String, String> asked) {
        String typed = asked.getOrDefault("user_code", "");
        return devices.asked(typed, clock.instant())
                .map(wanted -> Answer.html(200, ConsentPage.of(DEVICE_PAGE,
                        Map.of("user_code", typed, "scope", String.join(" ", wanted.scopes())), wanted.details())))
                .orElseGet(() -> Answer.html(200, ConsentPage.typing(DEVICE_PAGE, typed)));
    }

    private synchronized Answer deviceDecided(Map<String, String> asked) {
        String typed = asked.getOrDefault("user_code", "");
        Permissions granted = devices.asked(typed, clock.instant()).filter(_ -> allowed(asked))
                .map(wanted -> granted(wanted, asked)).orElse(null);
        return devices.decide(typed, granted, clock.instant())
                ? Answer.html(200, ConsentPage.decided())
                : Answer.html(400, ConsentPage.typing(DEVICE_PAGE, typed));
    }

    private synchronized Answer token(Map<String, String> asked) throws IOException {
        return switch (asked.getOrDefault("grant_type", "")) {
            case "authorization_code" -> {
                Code code = codes.remove(asked.getOrDefault("code", ""));
                yield code != null && fits(code, asked)
                        ? answer(tokens.issue(code.granted(), clock.instant()))
                        : Answer.error(400, "invalid_grant");
            }
            case "refresh_token" -> tokens.refresh(asked.getOrDefault("refresh_token", ""), clock.instant())
                    .map(SandboxAuthorization::answer).orElseGet(() -> Answer.error(400, "invalid_grant"));
            case DEVICE -> {
                var outcome = devices.poll(asked.getOrDefault("device_code", ""), clock.instant());
                yield outcome.error() == null
                        ? answer(tokens.issue(outcome.granted(), clock.instant()))
                        : Answer.error(400, outcome.error());
            }
            case EXCHANGE -> narrow(asked);
            default -> Answer.error(400, "unsupported_grant_type");
        };
    }

    private Answer narrow(Map<String, String> asked) throws IOException {
        if (!ACCESS_TOKEN.equals(asked.get("subject_token_type"))) {
            return Answer.error(400, "invalid_request");
        }
        Optional<Permissions> wanted = asked(asked);
        return wanted.isEmpty()
                ? Answer.error(400, DETAILS_INVALID)
                : tokens.narrow(asked.getOrDefault("subject_token", ""), wanted.get(), clock.instant())
                        .map(SandboxAuthorization::answer).orElseGet(() -> Answer.error(400, "invalid_scope"));
    }

    private boolean fits(Code code, Map<String, String> asked) {
        try {
            CodeChallenge challenge = CodeChallenge.compute(CodeChallengeMethod.S256,
                    new CodeVerifier(asked.getOrDefault("code_verifier", "")));
            return clock.instant().isBefore(code.expires()) && code.redirect().equals(asked.get("redirect_uri"))
                    && challenge.getValue().equals(code.challenge());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static Answer answer(SandboxTokens.Narrow narrow) {
        return answer(narrow.access(), narrow.lifetime(), narrow.granted(),
                JsonObject.builder().put("issued_token_type", ACCESS_TOKEN));
    }

    private static Answer answer(SandboxTokens.Pair pair) {
        return answer(pair.access(), pair.lifetime(), pair.granted(),
                JsonObject.builder().put("refresh_token", pair.refresh().text()));
    }

    private static Answer answer(SecretBytes access, Duration lifetime, Permissions granted,
            JsonObject.Builder answer) {
        answer.put("access_token", access.text()).put("token_type", "Bearer")
                .put("expires_in", JsonValue.parse(Long.toString(lifetime.toSeconds())
                        .getBytes(StandardCharsets.US_ASCII)))
                .put("scope", String.join(" ", granted.scopes()));
        if (!granted.details().isEmpty()) {
            answer.put(DETAILS, AuthorizationDetail.array(granted.details()));
        }
        return Answer.json(200, answer.build());
    }

    private synchronized Answer revoke(Map<String, String> asked) throws IOException {
        tokens.revoke(asked.getOrDefault("token", ""));
        return Answer.json(200, JsonObject.builder().build());
    }

    private static Map<String, String> parameters(@Nullable String encoded) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : encoded == null ? new String[0] : encoded.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
