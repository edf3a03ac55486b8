package dev.agenthub.server.connectors.oauth;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.Ids;
import dev.agenthub.server.Rows;
import dev.agenthub.server.Secret;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.connectors.ConnectorEvent;
import dev.agenthub.server.connectors.CredentialVault.Place;
import dev.agenthub.server.connectors.CredentialVault.Use;
import dev.agenthub.server.connectors.CredentialVault;
import dev.agenthub.server.connectors.PermissionColumns;
import dev.agenthub.server.connectors.RequestedAccess;
import dev.agenthub.server.connectors.RetiredTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Keeps the tokens that a provider granted, sealed. */
final class Grants {
    private static final int FIRST = 1;

    private final CredentialVault vault;

    Grants(CredentialVault vault) {
        this.vault = vault;
    }

    /**
     * Puts new tokens in the place of what a connector had.
     *
     * @param asked what the person was asked for
     * @return the events to append
     */
    List<EventDraft> replace(Handle handle, OAuthConnector connector, TokenAnswer.Granted tokens, Permissions asked,
            Instant now, Actor by) {
        Optional<List<String>> before = scopes(handle, connector);
        RetiredTokens.retire(handle, connector.org(), connector.id());
        UUID connection = Ids.next();
        Place place = new Place(connector.org(), connector.workspace(), connection, FIRST, Use.TOKEN);
        List<String> granted = tokens.scopes() == null ? asked.scopes() : tokens.scopes();
        handle.createUpdate(
                """
                        insert into connection (org_id, id, connector_id, sealed_token, sealed_refresh, version, asked, asked_details, scopes,
                            created_at, obtained_at, expires_at)
                        values (:org, :id, :connector, :token, :refresh, :version, :asked, :details, :scopes, :now, :now, :expires)
                        """)
                .bind("org", connector.org()).bind("id", connection).bind("connector", connector.id())
                .bind("token", vault.seal(place, tokens.access()))
                .bind("refresh", sealedRefresh(place, tokens.refresh())).bind("version", FIRST)
                .bindArray("asked", String.class, asked.scopes())
                .bindArray("details", String.class, PermissionColumns.texts(asked.details()))
                .bindArray("scopes", String.class, granted)
                .bind("now", now).bind("expires", expiry(now, tokens.lifetime())).execute();
        var authorized = ConnectorEvent.of(EventType.CONNECTOR_AUTHORIZED, by, connector.id(), connector.workspace(),
                connection, RequestedAccess.of(handle, connector.org(), connector.id(), asked)
                        .put(JsonObject.builder()).put("scopes", JsonArray.ofStrings(granted)));
        return Stream.concat(Stream.of(authorized),
                before.flatMap(scopes -> changed(connector, connection, scopes, granted, by)).stream()).toList();
    }

    /** Remembers to end tokens that were never called with. */
    void retire(Handle handle, OAuthConnector connector, TokenAnswer.Granted tokens) {
        Place place = new Place(connector.org(), connector.workspace(), Ids.next(), FIRST, Use.TOKEN);
        RetiredTokens.retire(handle, connector.id(), place, vault.seal(place, tokens.access()),
                sealedRefresh(place, tokens.refresh()));
    }

    private static Optional<List<String>> scopes(Handle handle, OAuthConnector connector) {
        return handle.createQuery("""
                select scopes from connection where org_id = :org and connector_id = :connector
                 order by created_at desc, id desc limit 1
                """).bind("org", connector.org()).bind("connector", connector.id())
                .map((row, _) -> Rows.texts(row, "scopes")).findOne();
    }

    /** The event that says that a provider grants other scopes than before; empty where they are the same. */
    static Optional<EventDraft> changed(OAuthConnector connector, UUID connection, List<String> before,
            List<String> now, Actor by) {
        if (Set.copyOf(before).equals(Set.copyOf(now))) {
            return Optional.empty();
        }
        return Optional.of(ConnectorEvent.of(EventType.CONNECTOR_SCOPES_CHANGED, by, connector.id(),
                connector.workspace(), connection,
                JsonObject.builder().put("added", without(now, before)).put("removed", without(before, now))));
    }

    private static JsonArray without(List<String> all, List<String> some) {
        return JsonArray.ofStrings(all.stream().filter(scope -> !some.contains(scope)).distinct().toList());
    }

    byte @Nullable [] sealedRefresh(Place token, @Nullable Secret refresh) {
        return refresh == null
                ? null
                : vault.seal(token.as(Use.REFRESH), refresh);
    }

    static @Nullable Instant expiry(Instant now, @Nullable Duration lifetime) {
        return lifetime == null ? null : now.plus(lifetime);
    }
}
