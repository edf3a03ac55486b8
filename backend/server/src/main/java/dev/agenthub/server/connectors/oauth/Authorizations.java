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
import dev.agenthub.server.connectors.CredentialSealedException;
import dev.agenthub.server.connectors.CredentialVault.Place;
import dev.agenthub.server.connectors.CredentialVault.Use;
import dev.agenthub.server.connectors.PermissionColumns;
import dev.agenthub.server.connectors.RequestedAccess;
import dev.agenthub.server.connectors.catalog.Authorization;
import dev.agenthub.server.identity.Author;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Sends an administrator to a provider to consent, and takes what they come back with: the code flow with PKCE (RFC 6749, RFC 7636), to an
 * address of their own machine (RFC 8252). The way back is open to the session that began it alone, once, for ten minutes. Thread-safe.
 */
public final class Authorizations {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int RANDOM_BYTES = 32;
    /** RFC 9396, section 5. */
    private static final String DETAILS_REFUSED = "invalid_authorization_details";

    private final OrgTransactions transactions;
    private final Connectors connectors;
    private final InstantSource clock;
    private final Grants grants;

    /** A way to a provider that somebody is on. */
    private record Attempt(UUID id, OAuthConnector connector, SecretBytes verifier, URI redirect, Permissions asked,
            @Nullable UUID request) {}

    /**
     * Tokens that a provider granted to somebody who came back from it; nothing is called with them until they are kept.
     *
     * @param asked what the person was asked for
     * @param request the approved proposal under which they went; null where it needed none
     * @param attempt it ends when they are kept
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
     * What a connector is to be authorized for: what enabled agents' tools need, and what the service needs itself; nothing else.
     *
     * @throws RefusedException NOT_FOUND; AUTHORIZATION_DETAILS_UNKNOWN where the provider is not known to know the type of one
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

    /** A server that does not know a type refuses the request, or takes no notice of it (RFC 9396, sections 5 and 10). */
    private static void requireKnown(Authorization.OAuth oauth, List<AuthorizationDetail> details) {
        String unknown = details.stream().map(AuthorizationDetail::type)
                .filter(type -> !oauth.detailsTypes().contains(type)).sorted().distinct()
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw new RefusedException(ErrorCode.AUTHORIZATION_DETAILS_UNKNOWN, "The types: " + unknown + ".");
        }
    }

    /**
     * Sees to it that a connection has scopes or authorization details that nothing needs, which would end if it were authorized anew.
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
     * Begins: says where the browser is to go.
     *
     * @param asked what to ask for
     * @param approved the approved proposal under which the caller goes; null where it needs none
     * @throws RefusedException FORBIDDEN; NOT_FOUND; CONNECTION_INVALID where it is not authorized that way, or the way back leads
     *        to another machine; AUTHORIZATION_FAILED or AUTHORIZATION_DETAILS_REFUSED where the provider does not take the request
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
            throw failed(e.code());
        }
    }

    /**
     * Ends: takes the provider's answer, which the browser brought, and the tokens for its
     * code, which are to be kept or given back then. Whatever is wrong, the way is spent.
     *
     * @throws RefusedException FORBIDDEN; AUTHORIZATION_UNKNOWN where this session began no such thing, or it is
     *        spent or over; AUTHORIZATION_FAILED where the provider or the person said no, with the provider's code
     */
    public Obtained finish(MemberCaller caller, AuthorizationAnswer answer) {
        caller.require(Role.OWNER, Role.ADMIN);
        Attempt attempt = transactions.call(caller.context(), handle -> spend(handle, caller, answer.state()));
        requireIssuer(attempt.connector(), answer.issuer());
        if (answer.error() != null) {
            throw failed(answer.error());
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
     * Puts the tokens in the place of what the connector had, and enables it.
     *
     * @throws RefusedException FORBIDDEN; NOT_FOUND; AUTHORIZATION_UNKNOWN where the attempt has ended meanwhile, as with disabling
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

    /** Has the provider end tokens that were not kept. */
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

    /** Ends an attempt; false where it has ended before. */
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

    /** Another authorization server's answer, mixed up with this one's (RFC 9207). */
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

    /** An address of the machine on which the browser runs (RFC 8252, section 7.3). */
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
        return new RefusedException(code.equals(DETAILS_REFUSED)
                ? ErrorCode.AUTHORIZATION_DETAILS_REFUSED
                : ErrorCode.AUTHORIZATION_FAILED, "The provider's answer: " + code + ".");
    }
}
