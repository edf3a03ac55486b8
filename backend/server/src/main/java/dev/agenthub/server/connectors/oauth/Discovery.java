package dev.agenthub.server.connectors.oauth;

import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.rar.AuthorizationType;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.server.connectors.catalog.ConnectorDefinition;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Reads an authorization server's metadata (RFC 8414). */
final class Discovery {
    private final HTTPRequestSender http;
    private final boolean sandbox;

    Discovery(HTTPRequestSender http) {
        this(http, false);
    }

    /** For an authorization server on this machine without TLS, in tests. */
    Discovery(HTTPRequestSender http, boolean sandbox) {
        this.http = http;
        this.sandbox = sandbox;
    }

    /**
     * A definition with the addresses that the issuer publishes.
     *
     * @throws dev.agenthub.server.common.RefusedException CONNECTION_INVALID, saying why
     */
    ConnectorDefinition of(ConnectorDefinition chosen, @Nullable String issuer, HttpUrl baseUrl,
            @Nullable Boolean offlineAccess) {
        HttpUrl address = issuer == null ? null : HttpUrl.parse(issuer);
        if (address == null || address.isHttps() == sandbox || address.query() != null || address.fragment() != null) {
            throw OAuthAdministration.invalid("issuer: an https address without query and fragment is expected.");
        }
        AuthorizationServerMetadata metadata = metadata(new Issuer(issuer));
        List<CodeChallengeMethod> challenges = metadata.getCodeChallengeMethods();
        if (challenges == null || !challenges.contains(CodeChallengeMethod.S256)) {
            throw OAuthAdministration.invalid("issuer: it does not say that it supports PKCE with S256.");
        }
        try {
            return ConnectorDefinition.stored(
                    document(chosen, metadata, baseUrl, isOffline(metadata, offlineAccess)).canonicalBytes(), sandbox,
                    false);
        } catch (DocumentFault e) {
            throw OAuthAdministration
                    .invalid("issuer: its metadata can't be used: \"" + e.pointer() + "\": " + e.fault());
        }
    }

    private AuthorizationServerMetadata metadata(Issuer issuer) {
        try {
            HTTPResponse answer = ask(AuthorizationServerMetadata.resolveURL(issuer));
            if (answer.getStatusCode() != 200) {
                // Where a server of OpenID Connect has only its own (RFC 8414, section 5).
                answer = ask(OIDCProviderMetadata.resolveURL(issuer));
            }
            if (answer.getStatusCode() != 200) {
                throw OAuthAdministration
                        .invalid("issuer: it answered " + answer.getStatusCode() + " when asked for its metadata.");
            }
            AuthorizationServerMetadata metadata = AuthorizationServerMetadata.parse(answer.getBodyAsJSONObject());
            if (!metadata.getIssuer().equals(issuer)) {
                throw OAuthAdministration.invalid("issuer: its metadata is another issuer's.");
            }
            return metadata;
        } catch (IOException _) {
            throw OAuthAdministration.invalid("issuer: it can't be reached.");
        } catch (GeneralException _) {
            throw OAuthAdministration.invalid("issuer: its metadata can't be understood.");
        }
    }

    private HTTPResponse ask(URL address) throws IOException {
        HTTPRequest request = new HTTPRequest(HTTPRequest.Method.GET, address);
        request.setAccept("application/json");
        return (HTTPResponse) http.send(request);
    }

    private static boolean isOffline(AuthorizationServerMetadata metadata, @Nullable Boolean wanted) {
        Scope offered = metadata.getScopes();
        return wanted == null ? offered != null && offered.contains(Grants.OFFLINE_ACCESS) : wanted;
    }

    private static JsonObject document(ConnectorDefinition chosen, AuthorizationServerMetadata metadata,
            HttpUrl baseUrl, boolean offline) {
        JsonObject.Builder oauth = JsonObject.builder().put("kind", "oauth")
                .put("issuer", metadata.getIssuer().getValue())
                .put("clientAuthentication", clientAuthentication(metadata.getTokenEndpointAuthMethods()))
                .put("issuerInResponse", metadata.supportsAuthorizationResponseIssuerParam());
        put(oauth, "authorizationEndpoint", metadata.getAuthorizationEndpointURI());
        put(oauth, "tokenEndpoint", metadata.getTokenEndpointURI());
        put(oauth, "deviceAuthorizationEndpoint", metadata.getDeviceAuthorizationEndpointURI());
        put(oauth, "pushedAuthorizationRequestEndpoint", metadata.getPushedAuthorizationRequestEndpointURI());
        List<GrantType> grants = metadata.getGrantTypes();
        boolean exchanges = grants != null && grants.contains(GrantType.TOKEN_EXCHANGE);
        // Metadata states what the server supports, not what this client may do.
        oauth.put("tokenExchange", exchanges).put("tokenExchangeOptional", exchanges);
        List<AuthorizationType> types = metadata.getAuthorizationDetailsTypes();
        if (types != null) {
            oauth.put("authorizationDetailsTypes",
                    JsonArray.ofStrings(types.stream().map(AuthorizationType::getValue).distinct().toList()));
        }
        URI revocation = metadata.getRevocationEndpointURI();
        if (revocation != null) {
            oauth.put("revocation",
                    JsonObject.builder().put("endpoint", revocation.toString()).put("form", "rfc7009").build());
        }
        JsonObject.Builder definition = JsonObject.builder().put("v", ConnectorDefinition.VERSION)
                .put("name", chosen.name())
                .put("title", chosen.title()).put("documentation", chosen.documentation().toString())
                .put("baseUrl", baseUrl.toString()).put("hosts", JsonArray.ofStrings(List.of(baseUrl.host())));
        if (offline) {
            // Without it such a server gives no refresh token, or one that ends with the person's session; and it may
            // ignore it unless the person is asked (OpenID Connect Core 1.0, section 11).
            definition.put("scopes", JsonArray.of(JsonObject.builder().put("name", Grants.OFFLINE_ACCESS)
                    .put("title", "Keep access while nobody is there").put("required", true).build()));
            oauth.put("parameters", JsonObject.builder().put("prompt", "consent").build());
        }
        return definition.put("authorization", oauth.build()).build();
    }

    private static void put(JsonObject.Builder object, String member, @Nullable URI address) {
        if (address != null) {
            object.put(member, address.toString());
        }
    }

    /** The client authentication method; {@code client_secret_basic} where the metadata has none (RFC 8414, section 2). */
    private static String clientAuthentication(@Nullable List<ClientAuthenticationMethod> offered) {
        if (offered == null || offered.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)) {
            return "basic";
        }
        return offered.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST) ? "post" : "none";
    }
}
