package dev.agenthub.server.connectors.oauth;

import dev.agenthub.api.AuthorizationAnswer;
import dev.agenthub.api.Connection;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NewAuthorization;
import dev.agenthub.api.Role;
import dev.agenthub.api.StartedAuthorization;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.agents.AuthorizationDetail;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.agents.ToolNeeds;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.connectors.ConnectionViews;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.catalog.Authorization;
import dev.agenthub.server.connectors.permissions.PermissionColumns;
import dev.agenthub.server.connectors.permissions.RequestedAccess;
import dev.agenthub.server.connectors.vault.CredentialSealedException;
import dev.agenthub.server.connectors.vault.CredentialVault.Place;
import dev.agenthub.server.connectors.vault.CredentialVault.Use;
import dev.agenthub.server.identity.Author;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Authorizes connections with the authorization code flow with PKCE (RFC 6749, RFC 7636) and a redirect to the administrator's
 * own machine (RFC 8252). Only the session that began an authorization can finish it, once, within ten minutes. Thread-safe.
 */
public final class Authorizations {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int RANDOM_BYTES = 32;
    /** RFC 9396, section 5. */
    private static final String DETAILS_REFUSED = "invalid_authorization_details";
    /** The errors of providers that do not give a client a scope; Keycloak's is the second (RFC 6749, section 4.1.2.1). */
    private static final Set<String> SCOPE_REFUSED = Set.of("invalid_scope", "invalid_request");

    private final OrgTransactions transactions;
    private final Connectors connectors;
    private final InstantSource clock;
    private final Grants grants;

    /** An authorization in progress. */
    private record Attempt(UUID id, OAuthConnector connector, SecretBytes verifier, URI redirect, Permissions asked,
            @Nullable UUID request) {}

    /**
     * Granted tokens that are not stored yet; no call uses them before.
     *
     * @param asked the requested permissions
     * @param request the approved proposal; null where none was needed
     * @param attempt the authorization in progress, which ends when the tokens are stored
     */
    public record Obtained(UUID connector, Permissions asked, @Nullable UUID request, TokenAnswer.Granted tokens,
            UUID attempt) {}

    public Authorizations(OrgTransactions transactions, Connectors connectors, InstantSource clock) {
        this.transactions = transactions;
        this.connectors = connectors;
        this.clock = clock;
        this.grants = new Grants(connectors.vault());
    }

    /**
     * The permissions that a connector is to be authorized for: those that enabled agents'
     * tools need, and those that the service always needs.
     *
     * @throws RefusedException NOT_FOUND; AUTHORIZATION_DETAILS_UNKNOWN where the provider is not known to support a detail's type
     */
    public static RequestedAccess wanted(Handle handle, UUID org, UUID connector) {
        OAuthConnector found = find(handle, org, connector);
        Permissions wanted = found.definition().required();
        for (ToolNeeds.Need need : ToolNeeds.of(handle, org, connector)) {
            wanted = wanted.with(need.needs());
        }
        requireKnown(found.oauth(), wanted.details());
        return RequestedAccess.of(handle, org, connector, wanted);
    }

    /** A server that does not support a type refuses the request or ignores the detail (RFC 9396, sections 5 and 10). */
    private static void requireKnown(Authorization.OAuth oauth, List<AuthorizationDetail> details) {
        String unknown = details.stream().map(AuthorizationDetail::type)
                .filter(type -> !oauth.detailsTypes().contains(type)).sorted().distinct()
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw new RefusedException(ErrorCode.AUTHORIZATION_DETAILS_UNKNOWN, "The types: " + unknown + ".");
        }
    }

    /**
     * Checks that a connection has permissions that nothing needs, which a new authorization would remove.
     *
     * @throws RefusedException NOT_FOUND; CONNECTION_INVALID where it has none
     */
    public static void requireUnused(Handle handle, UUID org, UUID connector) {
        Connection shown = ConnectionViews.require(handle, org, connector);
        if (Stream.of(shown.scopes(), shown.authorizationDetails()).filter(Objects::nonNull)
                .allMatch(granted -> granted.unused().isEmpty())) {
            throw OAuthAdministration.invalid("It has no scope or authorization detail that nothing needs.");
        }
    }

    /**
     * Begins an authorization; returns the address to open in the browser.
     *
     * @param asked the permissions to request
     * @param approved the approved proposal; null where none is needed
     * @throws RefusedException FORBIDDEN; NOT_FOUND; CONNECTION_INVALID where the connection does not use OAuth, or the redirect
     *        address is not on loopback; AUTHORIZATION_FAILED or AUTHORIZATION_DETAILS_REFUSED where the provider refuses the request
     */
    public StartedAuthorization begin(MemberCaller caller, UUID connector, NewAuthorization request,
            Permissions asked, @Nullable UUID approved) {
        caller.require(Role.OWNER, Role.ADMIN);
        URI redirect = loopback(request.redirectUri());
        SecretBytes state = SecretBytes.random(RANDOM_BYTES);
        SecretBytes verifier = SecretBytes.random(RANDOM_BYTES);
        Instant expires = clock.instant().plus(PATIENCE);
        Attempt attempt = transactions.call(caller.context(), handle -> {
            OAuthConnector found = find(handle, caller.org(), connector);
            UUID id = Ids.next();
            handle.createUpdate("""
                    insert into authorization_attempt (org_id, id, connector_id, member_id, session_id, state_hash,
                        sealed_verifier, redirect_uri, asked, asked_details, request_id, expires_at)
                    values (:org, :id, :connector, :member, :session, :state, :verifier, :redirect, :asked,
                        :details, cast(:request as uuid), :expires)
                    """)
                    .bind("org", caller.org()).bind("id", id).bind("connector", connector)
                    .bind("member", caller.member()).bind("session", caller.session())
                    .bind("state", Hash.sha256(state.bytes()).bytes())
                    .bind("verifier", connectors.vault().seal(verifierPlace(found, id), verifier))
                    .bind("redirect", redirect.toString()).bindArray("asked", String.class, asked.scopes())
                    .bindArray("details", String.class, AuthorizationDetail.texts(asked.details()))
                    .bindByType("request", approved, UUID.class).bind("expires", expires).execute();
            return new Attempt(id, found, verifier, redirect, asked, approved);
        });
        try {
            URI consent = server(attempt.connector()).consent(attempt.asked(), state, verifier, redirect);
            return new StartedAuthorization(consent.toString(), state.base64Url(), expires,
                    attempt.asked().scopes(), AuthorizationDetail.texts(attempt.asked().details()));
        } catch (ProviderException e) {
            throw failed(e.code(), attempt.asked());
        }
    }

    /**
     * Exchanges the code that the browser brought back for tokens, to be stored or revoked then. Any error ends the authorization.
     *
     * @throws RefusedException FORBIDDEN; AUTHORIZATION_UNKNOWN where this session began no such authorization, or it was
     *        used or has expired; AUTHORIZATION_FAILED where the provider or the person refused, with the provider's code
     */
    public Obtained finish(MemberCaller caller, AuthorizationAnswer answer) {
        caller.require(Role.OWNER, Role.ADMIN);
        Attempt attempt = transactions.call(caller.context(), handle -> spend(handle, caller, answer.state()));
        requireIssuer(attempt.connector(), answer.issuer());
        if (answer.error() != null) {
            throw failed(answer.error(), attempt.asked());
        }
        if (answer.code() == null) {
            throw failed("CODE_MISSING");
        }
        TokenAnswer tokens = server(attempt.connector()).exchange(SecretBytes.ofText(answer.code()), attempt.verifier(),
                attempt.redirect());
        return switch (tokens) {
            case TokenAnswer.Granted granted ->
                new Obtained(attempt.connector().id(), attempt.asked(), attempt.request(), granted,
                        attempt.id());
            case TokenAnswer.Refused(String code) -> throw failed(code);
            case TokenAnswer.Unavailable(String code) -> throw failed(code);
        };
    }

    /**
     * Stores the tokens, replacing the connector's credential, and enables the connector.
     *
     * @throws RefusedException FORBIDDEN; NOT_FOUND; AUTHORIZATION_UNKNOWN where the
     *        authorization has ended meanwhile, as when the connection was disabled
     */
    public Recorded<Connection> keep(Handle handle, UUID org, Author by, Obtained obtained) {
        by.person().require(Role.OWNER, Role.ADMIN);
        UUID connector = obtained.connector();
        handle.createUpdate("update connector set enabled = true where org_id = :org and id = :id")
                .bind("org", org).bind("id", connector).execute();
        if (!end(handle, org, obtained.attempt())) {
            throw new RefusedException(ErrorCode.AUTHORIZATION_UNKNOWN);
        }
        List<EventDraft> events = grants.replace(handle, find(handle, org, connector), obtained.tokens(),
                obtained.asked(), clock.instant(), by.actor());
        return new Recorded<>(ConnectionViews.require(handle, org, connector), events);
    }

    /** Revokes tokens that were not stored. */
    public void giveBack(MemberCaller caller, Obtained obtained) {
        transactions.run(caller.context(), handle -> grants
                .retire(handle, find(handle, caller.org(), obtained.connector()), obtained.tokens()));
    }

    private Attempt spend(Handle handle, MemberCaller caller, String state) {
        Instant now = clock.instant();
        record Row(UUID id, UUID connector, ByteString verifier, String redirect, Permissions asked,
                @Nullable UUID request) {}
        Row row = handle.createQuery("""
                update authorization_attempt set used_at = :now
                 where org_id = :org and state_hash = :state and session_id = :session and member_id = :member
                   and used_at is null and expires_at > :now
                returning id, connector_id, sealed_verifier, redirect_uri, asked, asked_details, request_id
                """)
                .bind("org", caller.org()).bind("session", caller.session()).bind("member", caller.member())
                .bind("state", stateHash(state)).bind("now", now)
                .map((found, _) -> new Row(Rows.uuid(found, "id"), Rows.uuid(found, "connector_id"),
                        ByteString.of(found.getBytes("sealed_verifier")), found.getString("redirect_uri"),
                        PermissionColumns.asked(found), Rows.uuidOrNull(found, "request_id")))
                .findOne().orElseThrow(() -> new RefusedException(ErrorCode.AUTHORIZATION_UNKNOWN));
        OAuthConnector connector = find(handle, caller.org(), row.connector());
        try {
            return new Attempt(row.id(), connector,
                    connectors.vault().open(verifierPlace(connector, row.id()), row.verifier().toByteArray()),
                    URI.create(row.redirect()), row.asked(), row.request());
        } catch (CredentialSealedException _) {
            throw failed("CREDENTIAL_SEALED");
        }
    }

    /** Ends an authorization in progress; false where it has ended before. */
    static boolean end(Handle handle, UUID org, UUID attempt) {
        return handle.createUpdate("delete from authorization_attempt where org_id = :org and id = :id")
                .bind("org", org).bind("id", attempt).execute() == 1;
    }

    private static byte[] stateHash(String state) {
        try {
            return Hash.sha256(Base64.getUrlDecoder().decode(state)).bytes();
        } catch (IllegalArgumentException _) {
            throw new RefusedException(ErrorCode.AUTHORIZATION_UNKNOWN);
        }
    }

    /** Refuses the response of another authorization server (mix-up attack, RFC 9207). */
    private static void requireIssuer(OAuthConnector connector, @Nullable String issuer) {
        String expected = connector.oauth().issuer();
        boolean promised = connector.oauth().issuerInResponse();
        if (issuer == null ? promised : expected != null && !issuer.equals(expected)) {
            throw failed("ISSUER_MISMATCH");
        }
    }

    private AuthorizationServer server(OAuthConnector connector) {
        return server(connectors, connector);
    }

    static AuthorizationServer server(Connectors connectors, OAuthConnector connector) {
        try {
            return connector.server(connectors);
        } catch (CredentialSealedException _) {
            throw failed("CREDENTIAL_SEALED");
        }
    }

    private static Place verifierPlace(OAuthConnector connector, UUID attempt) {
        return new Place(connector.org(), connector.workspace(), attempt, 1, Use.VERIFIER);
    }

    static OAuthConnector find(Handle handle, UUID org, UUID connector) {
        return OAuthConnector.find(handle, org, connector)
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
    }

    /** Parses a redirect address on loopback (RFC 8252, section 7.3). */
    private static URI loopback(String text) {
        HttpUrl url = HttpUrl.parse(text);
        if (url == null || url.isHttps() || url.fragment() != null || url.query() != null
                || !url.username().isEmpty() || !(url.host().equals("127.0.0.1") || url.host().equals("::1"))) {
            throw new RefusedException(ErrorCode.CONNECTION_INVALID,
                    "redirectUri is an http address of 127.0.0.1 or [::1].");
        }
        return url.uri();
    }

    static RefusedException failed(String code) {
        return failed(code, Permissions.NONE);
    }

    /** As above, where the provider refuses these permissions. */
    static RefusedException failed(String code, Permissions asked) {
        String perhaps = SCOPE_REFUSED.contains(code) && asked.scopes().contains(Grants.OFFLINE_ACCESS)
                ? " If this client may not have the scope " + Grants.OFFLINE_ACCESS
                        + " there, make the connection without it."
                : "";
        return new RefusedException(code.equals(DETAILS_REFUSED)
                ? ErrorCode.AUTHORIZATION_DETAILS_REFUSED
                : ErrorCode.AUTHORIZATION_FAILED, "The provider's answer: " + code + "." + perhaps);
    }
}
