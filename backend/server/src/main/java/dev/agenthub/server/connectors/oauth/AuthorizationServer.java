package dev.agenthub.server.connectors.oauth;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.PushedAuthorizationRequest;
import com.nimbusds.oauth2.sdk.PushedAuthorizationResponse;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationRequest;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.device.DeviceCode;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.oauth2.sdk.token.Token;
import com.nimbusds.oauth2.sdk.token.TokenTypeURI;
import com.nimbusds.oauth2.sdk.tokenexchange.TokenExchangeGrant;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.server.agents.AuthorizationDetail;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.connectors.catalog.Authorization;
import dev.agenthub.server.connectors.catalog.Authorization.Revocation;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.minidev.json.JSONObject;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Talks to a provider's authorization server as one client (RFC 6749 with PKCE, RFC 7636; RFC 9126 where
 * supported; RFC 7009). The library's exceptions may contain tokens and never leave this class. Thread-safe.
 */
final class AuthorizationServer {
    /** Token types that providers use in place of {@code Bearer}. */
    private static final Set<String> BEARER_BY_OTHER_NAMES = Set.of("bot", "user");
    private static final int LONGEST_CODE = 60;
    /** The parameter of RFC 9396, sections 2 and 7. */
    private static final String DETAILS = "authorization_details";
    private static final Pattern USER_CODE = Pattern.compile("[!-~](?:[ -~]{0,62}[!-~])?");
    /** The longest polling interval, in seconds. */
    static final int SLOWEST_INTERVAL = 60;
    private static final int LONGEST_ADDRESS = 2_000;
    /** In seconds, ten years: the end of a token that is said to live longer may be past what a timestamp can say. */
    private static final long LONGEST_LIFETIME = 315_360_000;

    private final Authorization.OAuth oauth;
    private final Client client;
    private final HTTPRequestSender http;

    /** The client registered at the provider; {@code secret} is null for a public client. */
    record Client(String id, @Nullable SecretBytes secret) {}

    /**
     * The answer to a device authorization request (RFC 8628, section 3.2).
     *
     * @param code the device code, with which the provider is polled
     * @param complete the page's address with the user code in it; null where there is none
     * @param interval between polls
     */
    record DeviceCodes(SecretBytes code, String userCode, URI page, @Nullable URI complete, Duration lifetime,
            int interval) {}

    /**
     * The result of a revocation.
     *
     * @param failure null where it succeeded, else a stable code
     * @param supported whether the provider can revoke tokens
     */
    record Ending(@Nullable String failure, boolean supported) {}

    AuthorizationServer(Authorization.OAuth oauth, Client client, HTTPRequestSender http) {
        this.oauth = oauth;
        this.client = client;
        this.http = http;
    }

    /** The address at which a person consents. Where the provider accepts pushed requests, the address has only the request's reference. */
    URI consent(Permissions asked, SecretBytes state, SecretBytes verifier, URI redirect) throws ProviderException {
        var request = new AuthorizationRequest.Builder(ResponseType.CODE, new ClientID(client.id()))
                .endpointURI(oauth.authorization().uri())
                .redirectionURI(redirect)
                .state(new State(state.base64Url()))
                .codeChallenge(new CodeVerifier(verifier.base64Url()), CodeChallengeMethod.S256);
        parameters(asked).forEach(request::customParameter);
        return oauth.pushed() == null ? request.build().toURI() : push(request.build());
    }

    /** The parameters for the requested permissions, and the further parameters of the definition. */
    private Map<String, String> parameters(Permissions asked) {
        Map<String, String> parameters = new LinkedHashMap<>(oauth.parameters());
        if (!asked.scopes().isEmpty()) {
            parameters.put("scope", String.join(oauth.scopeSeparator(), asked.scopes()));
        }
        if (!asked.details().isEmpty()) {
            parameters.put(DETAILS, text(asked.details()));
        }
        return parameters;
    }

    private static String text(List<AuthorizationDetail> details) {
        return new String(AuthorizationDetail.array(details).canonicalBytes(), StandardCharsets.UTF_8);
    }

    private URI push(AuthorizationRequest request) throws ProviderException {
        URI endpoint = Objects.requireNonNull(oauth.pushed()).uri();
        ClientAuthentication authentication = authentication();
        PushedAuthorizationRequest pushed = authentication == null
                ? new PushedAuthorizationRequest(endpoint, request)
                : new PushedAuthorizationRequest(endpoint, authentication, request);
        try {
            PushedAuthorizationResponse answer = PushedAuthorizationResponse
                    .parse(asResponse(send(pushed.toHTTPRequest())));
            if (!answer.indicatesSuccess()) {
                throw new ProviderException(code(answer.toErrorResponse().getErrorObject().getCode()));
            }
            return new AuthorizationRequest.Builder(answer.toSuccessResponse().getRequestURI(),
                    new ClientID(client.id())).endpointURI(oauth.authorization().uri()).build().toURI();
        } catch (ParseException _) {
            throw new ProviderException("PROVIDER_ANSWER_UNREADABLE");
        } catch (IOException _) {
            throw new ProviderException("PROVIDER_NOT_REACHED");
        }
    }

    /** Exchanges an authorization code for tokens. */
    TokenAnswer exchange(SecretBytes code, SecretBytes verifier, URI redirect) {
        return ask(new AuthorizationCodeGrant(new AuthorizationCode(code.text()), redirect,
                new CodeVerifier(verifier.base64Url())));
    }

    /** Requests a device code and a user code. */
    DeviceCodes device(Permissions asked) throws ProviderException {
        ClientAuthentication authentication = authentication();
        var request = (authentication == null
                ? new DeviceAuthorizationRequest.Builder(new ClientID(client.id()))
                : new DeviceAuthorizationRequest.Builder(authentication))
                .endpointURI(Objects.requireNonNull(oauth.device()).uri());
        parameters(asked).forEach(request::customParameter);
        try {
            HTTPResponse response = send(request.build().toHTTPRequest());
            JSONObject body = response.getBodyAsJSONObject();
            if (body.get("error") instanceof String error) {
                throw new ProviderException(code(error));
            }
            if (response.getStatusCode() != 200) {
                throw new ProviderException("PROVIDER_ANSWERED_" + response.getStatusCode());
            }
            return codes(body);
        } catch (ParseException | IllegalArgumentException _) {
            throw new ProviderException("PROVIDER_ANSWER_UNREADABLE");
        } catch (IOException _) {
            throw new ProviderException("PROVIDER_NOT_REACHED");
        }
    }

    private DeviceCodes codes(JSONObject body) throws ParseException {
        // The parameter's name before RFC 8628; Google still uses it.
        Object older = body.remove("verification_url");
        if (older != null) {
            body.putIfAbsent("verification_uri", older);
        }
        var answer = DeviceAuthorizationSuccessResponse.parse(body);
        String userCode = answer.getUserCode().getValue();
        if (!USER_CODE.matcher(userCode).matches()) {
            throw new ParseException("Not a code that people type");
        }
        URI complete = answer.getVerificationURIComplete();
        return new DeviceCodes(SecretBytes.ofText(answer.getDeviceCode().getValue()), userCode,
                page(answer.getVerificationURI()), complete == null ? null : page(complete),
                Duration.ofSeconds(answer.getLifetime()),
                Math.clamp(answer.getInterval(), 1, SLOWEST_INTERVAL));
    }

    /** Checks the address of a page that a person opens by the same rules as the provider's other addresses. */
    private URI page(URI address) throws ParseException {
        HttpUrl url = HttpUrl.get(address);
        if (url == null || !url.scheme().equals(oauth.token().scheme()) || !url.username().isEmpty()
                || !url.password().isEmpty() || url.toString().length() > LONGEST_ADDRESS) {
            throw new ParseException("Not a page to open");
        }
        return url.uri();
    }

    /** Polls with a device code: tokens, not yet, or refused. */
    TokenAnswer exchange(SecretBytes deviceCode) {
        return ask(new DeviceCodeGrant(new DeviceCode(deviceCode.text())));
    }

    /** Exchanges a refresh token for new tokens; the refresh token may be spent by that. */
    TokenAnswer refresh(SecretBytes refresh) {
        return ask(new RefreshTokenGrant(new RefreshToken(refresh.text())));
    }

    /** Exchanges a token for one with only these permissions (RFC 8693); the given token stays valid. */
    TokenAnswer narrow(SecretBytes access, Permissions wanted) {
        TokenAnswer answer = ask(new TokenExchangeGrant(new BearerAccessToken(access.text()),
                TokenTypeURI.ACCESS_TOKEN, null, null, TokenTypeURI.ACCESS_TOKEN, null),
                wanted);
        if (!(answer instanceof TokenAnswer.Granted granted)) {
            return answer;
        }
        if (Arrays.equals(granted.access().bytes(), access.bytes())) {
            return new TokenAnswer.Refused("SAME_TOKEN");
        }
        if (granted.scopes() != null && !Set.copyOf(granted.scopes()).equals(Set.copyOf(wanted.scopes()))) {
            return new TokenAnswer.Refused("OTHER_SCOPES");
        }
        return GrantedDetails.areExactly(wanted.details(), granted.details())
                ? answer
                : new TokenAnswer.Refused("OTHER_AUTHORIZATION_DETAILS");
    }

    private TokenAnswer ask(AuthorizationGrant grant) {
        return ask(grant, null);
    }

    /** @param wanted the requested permissions; null where the grant implies them */
    private TokenAnswer ask(AuthorizationGrant grant, @Nullable Permissions wanted) {
        ClientAuthentication authentication = authentication();
        TokenRequest.Builder request = authentication == null
                ? new TokenRequest.Builder(oauth.token().uri(), new ClientID(client.id()), grant)
                : new TokenRequest.Builder(oauth.token().uri(), authentication, grant);
        if (wanted != null) {
            request.scope(Scope.parse(wanted.scopes()));
            if (!wanted.details().isEmpty()) {
                request.customParameter(DETAILS, text(wanted.details()));
            }
        }
        HTTPResponse response;
        try {
            response = send(request.build().toHTTPRequest());
        } catch (IOException _) {
            return new TokenAnswer.Unavailable("PROVIDER_NOT_REACHED");
        }
        int status = response.getStatusCode();
        if (status >= 500 || status == 429 || status == 408) {
            return new TokenAnswer.Unavailable("PROVIDER_ANSWERED_" + status);
        }
        try {
            JSONObject body = response.getBodyAsJSONObject();
            if (status == 200 && !body.containsKey("error") && grant instanceof TokenExchangeGrant
                    && !TokenTypeURI.ACCESS_TOKEN.toString().equals(body.get("issued_token_type"))) {
                return new TokenAnswer.Refused("OTHER_TOKEN_TYPE");
            }
            return read(body, status);
        } catch (ParseException _) {
            return response.indicatesSuccess()
                    ? new TokenAnswer.Unavailable("PROVIDER_ANSWER_UNREADABLE")
                    : new TokenAnswer.Refused("PROVIDER_ANSWERED_" + status);
        }
    }

    /** Reads a token response; some providers answer errors with status 200. */
    private TokenAnswer read(JSONObject body, int status) throws ParseException {
        if (body.get("error") instanceof String error) {
            return new TokenAnswer.Refused(code(error));
        }
        if (status != 200) {
            return new TokenAnswer.Refused("PROVIDER_ANSWERED_" + status);
        }
        Object scope = body.remove("scope");
        Object details = body.remove(DETAILS);
        if (body.get("token_type") instanceof String type
                && BEARER_BY_OTHER_NAMES.contains(type.toLowerCase(Locale.ROOT))) {
            body.put("token_type", "Bearer");
        }
        var tokens = AccessTokenResponse.parse(body).getTokens();
        BearerAccessToken access = tokens.getBearerAccessToken();
        if (access == null) {
            throw new ParseException("Another type of token");
        }
        RefreshToken refresh = tokens.getRefreshToken();
        return new TokenAnswer.Granted(SecretBytes.ofText(access.getValue()),
                refresh == null ? null : SecretBytes.ofText(refresh.getValue()),
                access.getLifetime() <= 0
                        ? null
                        : Duration.ofSeconds(Math.min(access.getLifetime(), LONGEST_LIFETIME)),
                scope instanceof String text ? scopes(text) : null,
                GrantedDetails.read(details, Stream.of(access.getValue(), refresh == null ? null : refresh.getValue(),
                        client.secret() == null ? null : client.secret().text())
                        .filter(Objects::nonNull).map(SecretBytes::ofText).toList()));
    }

    private List<String> scopes(String text) {
        return Stream.of(text.split(oauth.scopeSeparator().equals(",") ? "[ ,]+" : " +", -1))
                .filter(scope -> !scope.isEmpty()).distinct().toList();
    }

    /** Revokes a token. */
    Ending revoke(SecretBytes token, boolean refresh) {
        Revocation revocation = oauth.revocation();
        if (revocation == null) {
            return new Ending("REVOCATION_UNSUPPORTED", false);
        }
        try {
            HTTPResponse response = send(switch (revocation.form()) {
                case RFC7009 -> rfc7009(revocation, token, refresh);
                case BEARER -> bearer(revocation, token);
                case GITHUB -> gitHub(revocation, token);
            });
            int status = response.getStatusCode();
            boolean known = switch (revocation.form()) {
                case RFC7009 -> false;
                case BEARER -> status == 401;
                case GITHUB -> status == 404;
            };
            // A server that does not know the token does not accept it either.
            return new Ending((response.indicatesSuccess() || known) ? null : "PROVIDER_ANSWERED_" + status, true);
        } catch (IOException _) {
            return new Ending("PROVIDER_NOT_REACHED", true);
        }
    }

    private HTTPRequest rfc7009(Revocation revocation, SecretBytes token, boolean refresh) {
        Token given = refresh ? new RefreshToken(token.text()) : new BearerAccessToken(token.text());
        ClientAuthentication authentication = authentication();
        return (authentication == null
                ? new TokenRevocationRequest(revocation.endpoint().uri(), new ClientID(client.id()), given)
                : new TokenRevocationRequest(revocation.endpoint().uri(), authentication, given)).toHTTPRequest();
    }

    private static HTTPRequest bearer(Revocation revocation, SecretBytes token) {
        HTTPRequest request = new HTTPRequest(HTTPRequest.Method.POST, revocation.endpoint().uri());
        request.setAuthorization("Bearer " + token.text());
        request.setBody("");
        return request;
    }

    private HTTPRequest gitHub(Revocation revocation, SecretBytes token) {
        HTTPRequest request = new HTTPRequest(HTTPRequest.Method.DELETE, revocation.endpoint().newBuilder()
                .addPathSegment(client.id()).addPathSegment("token").build().uri());
        if (client.secret() != null) {
            new ClientSecretBasic(new ClientID(client.id()),
                    new com.nimbusds.oauth2.sdk.auth.Secret(client.secret().text())).applyTo(request);
        }
        request.setHeader("Content-Type", "application/json");
        request.setBody(new JSONObject(Map.of("access_token", token.text())).toJSONString());
        return request;
    }

    private @Nullable ClientAuthentication authentication() {
        if (client.secret() == null) {
            return null;
        }
        var secret = new com.nimbusds.oauth2.sdk.auth.Secret(client.secret().text());
        ClientID id = new ClientID(client.id());
        return switch (oauth.client()) {
            case BASIC -> new ClientSecretBasic(id, secret);
            case POST -> new ClientSecretPost(id, secret);
            case NONE -> null;
        };
    }

    private HTTPResponse send(HTTPRequest request) throws IOException {
        request.setAccept("application/json");
        return asResponse(http.send(request));
    }

    private static HTTPResponse asResponse(com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse response) {
        return (HTTPResponse) response;
    }

    /** The provider's error code, where it has the form of one. */
    private static String code(@Nullable String error) {
        return error != null && error.length() <= LONGEST_CODE && error.matches("[A-Za-z0-9_.-]+")
                ? error
                : "PROVIDER_REFUSED";
    }

}
