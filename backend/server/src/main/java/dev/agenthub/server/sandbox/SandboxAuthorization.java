package dev.agenthub.server.sandbox;

import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.Secret;
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
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox's authorization server, so that a newcomer sees a consent and what becomes of it without the internet: the code flow with PKCE for one
 * client (RFC 6749, RFC 7636), the issuer in its answer (RFC 9207), codes that are typed on another device (RFC 8628), refresh tokens that work once,
 * narrower tokens for wider ones (RFC 8693), revocation (RFC 7009). Safe for use by many threads.
 */
final class SandboxAuthorization {
    /** The one client that is registered. */
    static final String CLIENT = "agenthub";

    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    private static final Duration CODE_LIFETIME = Duration.ofMinutes(1);
    private static final int RANDOM_BYTES = 32;
    private static final String DEVICE_PAGE = "/oauth/device";

    private final String issuer;
    private final Secret clientSecret;
    private final SandboxTokens tokens;
    private final InstantSource clock;
    private final Map<String, Code> codes = new HashMap<>();
    private final SandboxDevices devices = new SandboxDevices();

    private record Code(String redirect, String challenge, List<String> scopes, Instant expires) {}

    /** An answer: a page, a redirect, or JSON. */
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

    SandboxAuthorization(String issuer, Secret clientSecret, SandboxTokens tokens, InstantSource clock) {
        this.issuer = issuer;
        this.clientSecret = clientSecret;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** What an access token may do; empty where it is none any more. */
    synchronized Optional<List<String>> scopes(String access) {
        return tokens.scopes(access, clock.instant());
    }

    /** Answers a request to one of its paths; null where it is none of them. */
    @Nullable
    Answer answer(String method, String path, @Nullable String query, @Nullable String authorization, byte[] body)
            throws IOException {
        return switch (method + " " + path) {
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

    private static Answer page(Map<String, String> asked) {
        if (!understood(asked)) {
            return Answer.html(400, ConsentPage.refusal());
        }
        return Answer.html(200, ConsentPage.of("/oauth/authorize", asked));
    }

    private synchronized Answer decided(Map<String, String> asked) {
        if (!understood(asked)) {
            return page(asked);
        }
        String redirect = Objects.requireNonNull(asked.get("redirect_uri"));
        HttpUrl.Builder back = HttpUrl.get(redirect).newBuilder();
        if ("allow".equals(asked.get("decision"))) {
            String code = Secret.random(RANDOM_BYTES).base64Url();
            codes.put(code, new Code(redirect, Objects.requireNonNull(asked.get("code_challenge")),
                    asked(asked),
                    clock.instant().plus(CODE_LIFETIME)));
            back.addQueryParameter("code", code);
        } else {
            back.addQueryParameter("error", "access_denied");
        }
        back.addQueryParameter("iss", issuer);
        if (asked.containsKey("state")) {
            back.addQueryParameter("state", asked.get("state"));
        }
        return new Answer(303, "text/plain", "", back.build().toString());
    }

    private static List<String> asked(Map<String, String> asked) {
        return Stream.of(asked.getOrDefault("scope", "").split(" ", -1)).filter(scope -> !scope.isEmpty()).toList();
    }

    private synchronized Answer device(Map<String, String> asked) {
        return Answer.json(200, devices.begin(asked(asked), issuer + DEVICE_PAGE, clock.instant()));
    }

    /** Asks for the code, and then whether to consent: a code in the address alone says nothing of who opened it. */
    private synchronized Answer devicePage(Map<String, String> asked) {
        String typed = asked.getOrDefault("user_code", "");
        return devices.asked(typed, clock.instant())
                .map(scopes -> Answer.html(200,
                        ConsentPage.of(DEVICE_PAGE, Map.of("user_code", typed, "scope", String.join(" ", scopes)))))
                .orElseGet(() -> Answer.html(200, ConsentPage.typing(DEVICE_PAGE, typed)));
    }

    private synchronized Answer deviceDecided(Map<String, String> asked) {
        String typed = asked.getOrDefault("user_code", "");
        return devices.decide(typed, "allow".equals(asked.get("decision")), clock.instant())
                ? Answer.html(200, ConsentPage.decided())
                : Answer.html(400, ConsentPage.typing(DEVICE_PAGE, typed));
    }

    private synchronized Answer token(Map<String, String> asked) throws IOException {
        return switch (asked.getOrDefault("grant_type", "")) {
            case "authorization_code" -> {
                Code code = codes.remove(asked.getOrDefault("code", ""));
                yield code != null && fits(code, asked)
                        ? answer(tokens.issue(code.scopes(), clock.instant()))
                        : Answer.error(400, "invalid_grant");
            }
            case "refresh_token" -> tokens.refresh(asked.getOrDefault("refresh_token", ""), clock.instant())
                    .map(SandboxAuthorization::answer).orElseGet(() -> Answer.error(400, "invalid_grant"));
            case "urn:ietf:params:oauth:grant-type:device_code" -> {
                var outcome = devices.poll(asked.getOrDefault("device_code", ""), clock.instant());
                yield outcome.error() == null
                        ? answer(tokens.issue(outcome.scopes(), clock.instant()))
                        : Answer.error(400, outcome.error());
            }
            case "urn:ietf:params:oauth:grant-type:token-exchange" ->
                ACCESS_TOKEN.equals(asked.get("subject_token_type"))
                        ? tokens.narrow(asked.getOrDefault("subject_token", ""), asked(asked),
                                clock.instant()).map(SandboxAuthorization::answer)
                                .orElseGet(() -> Answer.error(400, "invalid_scope"))
                        : Answer.error(400, "invalid_request");
            default -> Answer.error(400, "unsupported_grant_type");
        };
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
        return Answer.json(200, JsonObject.builder().put("access_token", narrow.access().text())
                .put("issued_token_type", ACCESS_TOKEN).put("token_type", "Bearer")
                .put("expires_in", JsonValue.parse(Long.toString(narrow.lifetime().toSeconds())
                        .getBytes(StandardCharsets.US_ASCII)))
                .put("scope", String.join(" ", narrow.scopes())).build());
    }

    private static Answer answer(SandboxTokens.Pair pair) {
        return Answer.json(200, JsonObject.builder().put("access_token", pair.access().text())
                .put("refresh_token", pair.refresh().text()).put("token_type", "Bearer")
                .put("expires_in", JsonValue.parse(Long.toString(pair.lifetime().toSeconds())
                        .getBytes(StandardCharsets.US_ASCII)))
                .put("scope", String.join(" ", pair.scopes())).build());
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
