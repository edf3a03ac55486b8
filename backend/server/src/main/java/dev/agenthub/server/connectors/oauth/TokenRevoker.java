package dev.agenthub.server.connectors.oauth;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.connectors.ConnectorEvent;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.vault.CredentialSealedException;
import dev.agenthub.server.connectors.vault.CredentialVault.Place;
import dev.agenthub.server.connectors.vault.CredentialVault.Use;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import okio.ByteString;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Revokes unused tokens at their providers (RFC 7009), repeatedly until it succeeds or a day has
 * passed; the final result is an audit event. Thread-safe; one process at a time works on a token.
 */
public final class TokenRevoker {
    /** How long the process that took a token may work on it before another process takes it. */
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofDays(1);

    private final OrgTransactions transactions;
    private final AuditLog audit;
    private final Connectors connectors;
    private final InstantSource clock;

    private record Waiting(UUID id, OAuthConnector connector, UUID connection, int version, @Nullable ByteString token,
            @Nullable ByteString refresh, int attempts, Instant askedAt) {
        Place place(Use use) {
            return new Place(connector.org(), connector.workspace(), connection, version, use);
        }
    }

    public TokenRevoker(OrgTransactions transactions, AuditLog audit, Connectors connectors,
            InstantSource clock) {
        this.transactions = transactions;
        this.audit = audit;
        this.connectors = connectors;
        this.clock = clock;
    }

    /** Revokes the queued tokens of an organization. Called periodically. */
    public void sweep(UUID org) {
        OrgContext system = OrgContext.system(org);
        for (Waiting waiting : transactions.call(system, handle -> take(handle, org))) {
            AuthorizationServer.Ending ending = end(waiting);
            transactions.run(system, handle -> record(handle, waiting, ending));
        }
    }

    private List<Waiting> take(Handle handle, UUID org) {
        Instant now = clock.instant();
        return handle.createQuery("""
                update token_revocation set next_at = :lease, attempts = attempts + 1
                 where org_id = :org and ended_at is null and next_at <= :now
                returning id, connector_id, connection_id, version, sealed_token, sealed_refresh, attempts, asked_at
                """).bind("org", org).bind("now", now).bind("lease", now.plus(LEASE))
                .map((row, _) -> new Waiting(Rows.uuid(row, "id"),
                        OAuthConnector.find(handle, org, Rows.uuid(row, "connector_id")).orElseThrow(),
                        Rows.uuid(row, "connection_id"), row.getInt("version"), bytes(row, "sealed_token"),
                        bytes(row, "sealed_refresh"), row.getInt("attempts"), Rows.instant(row, "asked_at")))
                .list();
    }

    private static @Nullable ByteString bytes(ResultSet row, String column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? null : ByteString.of(bytes);
    }

    /** Revokes the refresh token first: most providers then revoke its access tokens, too. */
    private AuthorizationServer.Ending end(Waiting waiting) {
        try {
            AuthorizationServer server = waiting.connector().server(connectors);
            var ending = new AuthorizationServer.Ending(null, true);
            if (waiting.refresh() != null) {
                ending = server.revoke(
                        connectors.vault().open(waiting.place(Use.REFRESH), waiting.refresh().toByteArray()), true);
            }
            if (ending.failure() == null && waiting.token() != null) {
                ending = server.revoke(connectors.vault().open(waiting.place(Use.TOKEN), waiting.token().toByteArray()),
                        false);
            }
            return ending;
        } catch (CredentialSealedException _) {
            return new AuthorizationServer.Ending("CREDENTIAL_SEALED", true);
        }
    }

    private void record(Handle handle, Waiting waiting, AuthorizationServer.Ending ending) {
        String failure = ending.failure();
        boolean over = clock.instant().isAfter(waiting.askedAt().plus(PATIENCE));
        if (failure != null && ending.supported() && !over) {
            handle.createUpdate("""
                    update token_revocation set next_at = :next, detail = :detail
                     where org_id = :org and id = :id and ended_at is null
                    """).bind("org", waiting.connector().org()).bind("id", waiting.id())
                    .bind("next", clock.instant().plus(pause(waiting.attempts()))).bind("detail", failure).execute();
            return;
        }
        String outcome = failure == null ? "revoked" : ending.supported() ? "failed" : "unsupported";
        int ended = handle.createUpdate("""
                update token_revocation set ended_at = :now, outcome = :outcome, detail = :detail, sealed_token = null,
                       sealed_refresh = null
                 where org_id = :org and id = :id and ended_at is null
                """).bind("org", waiting.connector().org()).bind("id", waiting.id()).bind("now", clock.instant())
                .bind("outcome", outcome).bind("detail", failure).execute();
        if (ended == 1) {
            audit.append(handle, waiting.connector().org(), event(waiting, failure));
        }
    }

    private static Duration pause(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private static EventDraft event(Waiting waiting, @Nullable String failure) {
        JsonObject.Builder data = JsonObject.builder();
        if (failure != null) {
            data.put("reason", failure);
        }
        return ConnectorEvent.of(
                failure == null ? EventType.CONNECTOR_REVOKED : EventType.CONNECTOR_REVOCATION_FAILED,
                AuditLog.system(), waiting.connector().id(), waiting.connector().workspace(), waiting.connection(),
                data);
    }
}
