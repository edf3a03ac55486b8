package dev.agenthub.server.connectors.oauth;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.connectors.ConnectorEvent;
import dev.agenthub.server.connectors.calls.CallResult;
import dev.agenthub.server.connectors.calls.CircuitBreakers;
import dev.agenthub.server.connectors.calls.ConnectorAccess;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what a call's answer says about its connection: a pause that the provider requests, a token that it refuses, an open circuit.
 * It is recorded in the connection's row, for all processes. The answered call is not repeated. Thread-safe.
 */
final class ConnectionHealth {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHealth.class);
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
    private static final String LOCK = """
            select version, refused, sealed_refresh is not null as refreshable, paused_until, problem is null as works
              from connection where org_id = :org and id = :id for update
            """;

    private final OrgTransactions transactions;
    private final AuditLog audit;
    private final InstantSource clock;

    /** The state of a connection's token, as its row has it now. */
    private record TokenState(int version, @Nullable Integer refused, boolean refreshable,
            @Nullable Instant pausedUntil,
            boolean works) {

        boolean refused(int token) {
            return refused != null && refused == token;
        }
    }

    ConnectionHealth(OrgTransactions transactions, AuditLog audit, InstantSource clock) {
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /** Records what an answer says. A failure to record it is logged only; the next answer says it again. */
    void record(CallResult.Answered answer, ConnectorAccess access) {
        try {
            if (answer.status() == 401) {
                inTransaction(access, handle -> refuse(handle, access));
            } else if (answer.status() == 429 || answer.status() == 503) {
                wanted(answer.retryAfter(), clock.instant())
                        .ifPresent(until -> inTransaction(access, handle -> pause(handle, access, until)));
            }
        } catch (RuntimeException e) {
            LOG.warn("What {} says about connection {} could not be recorded", answer.code(), access.place().owner(),
                    e);
        }
    }

    /** Records until when a connection's circuit is open, for people to see. A failure to record it is logged only. */
    void record(CircuitBreakers.Change change, ConnectorAccess access) {
        try {
            inTransaction(access, handle -> handle.createUpdate(
                    "update connection set circuit_open_until = :until where org_id = :org and id = :id")
                    .bind("org", access.place().org()).bind("id", access.place().owner())
                    .bind("until", change.openUntil()).execute());
        } catch (RuntimeException e) {
            LOG.warn("That the circuit of connection {} is open could not be recorded", access.place().owner(), e);
        }
    }

    /** When the provider wants the next call: at most a day from now; empty where that is now or unknown. */
    static Optional<Instant> wanted(@Nullable String retryAfter, Instant now) {
        return Optional.ofNullable(retryAfter).map(text -> moment(text.strip(), now))
                .filter(until -> until.isAfter(now))
                .map(until -> until.isAfter(now.plus(LONGEST_PAUSE)) ? now.plus(LONGEST_PAUSE) : until);
    }

    private static @Nullable Instant moment(String text, Instant now) {
        if (text.matches("[0-9]+")) {
            return text.length() > 9 ? now.plus(LONGEST_PAUSE) : now.plusSeconds(Long.parseLong(text));
        }
        try {
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }

    private void inTransaction(ConnectorAccess access, Consumer<Handle> work) {
        transactions.run(OrgContext.system(access.place().org()), work::accept);
    }

    private void pause(Handle handle, ConnectorAccess access, Instant until) {
        lock(handle, access).filter(now -> now.pausedUntil() == null || now.pausedUntil().isBefore(until))
                .ifPresent(state -> {
                    handle.createUpdate("update connection set paused_until = :until where org_id = :org and id = :id")
                            .bind("org", access.place().org()).bind("id", access.place().owner()).bind("until", until)
                            .execute();
                    // Concurrent calls get the same answer; it is recorded once.
                    if (state.pausedUntil() == null || state.pausedUntil().isBefore(clock.instant())) {
                        append(handle, access, "connector.paused",
                                JsonObject.builder().put("until", Timestamps.format(until)));
                    }
                });
    }

    /** Refreshes a refused token once; where it cannot be refreshed, or the new one is refused too, an administrator must reconnect. */
    private void refuse(Handle handle, ConnectorAccess access) {
        int version = access.place().version();
        TokenState state = lock(handle, access).orElse(null);
        if (state == null || !state.works() || state.version() != version || state.refused(version)) {
            return;
        }
        if (state.refreshable() && !state.refused(version - 1)) {
            handle.createUpdate(
                    "update connection set refused = version, expires_at = :now where org_id = :org and id = :id")
                    .bind("org", access.place().org()).bind("id", access.place().owner()).bind("now", clock.instant())
                    .execute();
            return;
        }
        handle.createUpdate("update connection set problem = 'TOKEN_REFUSED' where org_id = :org and id = :id")
                .bind("org", access.place().org()).bind("id", access.place().owner()).execute();
        append(handle, access, "connector.token_refused", JsonObject.builder());
    }

    private static Optional<TokenState> lock(Handle handle, ConnectorAccess access) {
        return handle.createQuery(LOCK)
                .bind("org", access.place().org()).bind("id", access.place().owner())
                .map((row, _) -> new TokenState(row.getInt("version"), Rows.integerOrNull(row, "refused"),
                        row.getBoolean("refreshable"), Rows.instantOrNull(row, "paused_until"),
                        row.getBoolean("works")))
                .findOne();
    }

    private void append(Handle handle, ConnectorAccess access, String type, JsonObject.Builder data) {
        audit.append(handle, access.place().org(), ConnectorEvent.of(type, AuditLog.system(), access.connector(),
                access.place().workspace(), access.place().owner(), data));
    }
}
