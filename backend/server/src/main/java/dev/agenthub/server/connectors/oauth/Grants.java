package dev.agenthub.server.connectors.oauth;

import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.agents.AuthorizationDetail;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.connectors.ConnectorEvent;
import dev.agenthub.server.connectors.permissions.PermissionColumns;
import dev.agenthub.server.connectors.permissions.RequestedAccess;
import dev.agenthub.server.connectors.vault.CredentialVault;
import dev.agenthub.server.connectors.vault.CredentialVault.Place;
import dev.agenthub.server.connectors.vault.CredentialVault.Use;
import dev.agenthub.server.connectors.vault.RetiredTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Stores granted tokens, encrypted. */
final class Grants {
    /** The scope that requests a refresh token (OpenID Connect Core 1.0, section 11). */
    static final String OFFLINE_ACCESS = "offline_access";

    private static final int FIRST = 1;

    private final CredentialVault vault;

    Grants(CredentialVault vault) {
        this.vault = vault;
    }

    /**
     * Replaces a connector's tokens.
     *
     * @param asked the requested permissions
     * @return the events to append
     */
    List<EventDraft> replace(Handle handle, OAuthConnector connector, TokenAnswer.Granted tokens, Permissions asked,
            Instant now, Actor by) {
        Optional<Permissions> before = granted(handle, connector);
        RetiredTokens.retire(handle, connector.org(), connector.id());
        UUID connection = Ids.next();
        Place place = new Place(connector.org(), connector.workspace(), connection, FIRST, Use.TOKEN);
        Permissions granted = new Permissions(scopes(tokens, asked.scopes()),
                tokens.details() == null ? List.of() : tokens.details());
        handle.createUpdate(
                """
                        insert into connection (org_id, id, connector_id, sealed_token, sealed_refresh, version, asked, asked_details, scopes, details,
                            created_at, obtained_at, expires_at)
                        values (:org, :id, :connector, :token, :refresh, :version, :asked, :asked_details, :scopes, :details, :now, :now, :expires)
                        """)
                .bind("org", connector.org()).bind("id", connection).bind("connector", connector.id())
                .bind("token", vault.seal(place, tokens.access()))
                .bind("refresh", sealedRefresh(place, tokens.refresh())).bind("version", FIRST)
                .bindArray("asked", String.class, asked.scopes())
                .bindArray("asked_details", String.class, AuthorizationDetail.texts(asked.details()))
                .bindArray("scopes", String.class, granted.scopes())
                .bindArray("details", String.class, AuthorizationDetail.texts(granted.details()))
                .bind("now", now).bind("expires", expiry(now, tokens.lifetime())).execute();
        var authorized = ConnectorEvent.of(EventType.CONNECTOR_AUTHORIZED, by, connector.id(), connector.workspace(),
                connection, RequestedAccess.of(handle, connector.org(), connector.id(), asked)
                        .put(JsonObject.builder()).put("scopes", granted.array()));
        return Stream.concat(Stream.of(authorized),
                before.flatMap(earlier -> changed(connector, connection, earlier, granted, by)).stream()).toList();
    }

    private static List<String> scopes(TokenAnswer.Granted tokens, List<String> asked) {
        if (tokens.scopes() == null) {
            return asked;
        }
        return tokens.refresh() == null ? tokens.scopes() : refreshable(tokens.scopes(), asked);
    }

    /**
     * The scopes that come with a refresh token. Some providers leave {@code offline_access} out of their answers,
     * since it is no permission of the access token; the refresh token shows that it was granted.
     *
     * @param granted as the provider says
     * @param before the scopes that were requested, or granted before
     */
    static List<String> refreshable(List<String> granted, List<String> before) {
        if (granted.contains(OFFLINE_ACCESS) || !before.contains(OFFLINE_ACCESS)) {
            return granted;
        }
        return Stream.concat(granted.stream(), Stream.of(OFFLINE_ACCESS)).toList();
    }

    /** Queues tokens that were never used for revocation. */
    void retire(Handle handle, OAuthConnector connector, TokenAnswer.Granted tokens) {
        Place place = new Place(connector.org(), connector.workspace(), Ids.next(), FIRST, Use.TOKEN);
        RetiredTokens.retire(handle, connector.id(), place, vault.seal(place, tokens.access()),
                sealedRefresh(place, tokens.refresh()));
    }

    private static Optional<Permissions> granted(Handle handle, OAuthConnector connector) {
        return handle.createQuery("""
                select scopes, details from connection where org_id = :org and connector_id = :connector
                 order by created_at desc, id desc limit 1
                """).bind("org", connector.org()).bind("connector", connector.id())
                .map((row, _) -> PermissionColumns.granted(row)).findOne();
    }

    /** The event that a provider grants different permissions than before; empty where they are the same. */
    static Optional<EventDraft> changed(OAuthConnector connector, UUID connection, Permissions before,
            Permissions now, Actor by) {
        if (before.sorted().equals(now.sorted())) {
            return Optional.empty();
        }
        return Optional.of(ConnectorEvent.of(EventType.CONNECTOR_SCOPES_CHANGED, by, connector.id(),
                connector.workspace(), connection,
                JsonObject.builder().put("added", now.without(before).array())
                        .put("removed", before.without(now).array())));
    }

    byte @Nullable [] sealedRefresh(Place token, @Nullable SecretBytes refresh) {
        return refresh == null
                ? null
                : vault.seal(token.as(Use.REFRESH), refresh);
    }

    static @Nullable Instant expiry(Instant now, @Nullable Duration lifetime) {
        return lifetime == null ? null : now.plus(lifetime);
    }
}
