package dev.agenthub.server.connectors.oauth;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Role;
import dev.agenthub.api.StartedDeviceAuthorization;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.server.agents.AuthorizationDetail;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.oauth.AuthorizationServer.DeviceCodes;
import dev.agenthub.server.connectors.oauth.Authorizations.Obtained;
import dev.agenthub.server.connectors.permissions.PermissionColumns;
import dev.agenthub.server.connectors.vault.CredentialSealedException;
import dev.agenthub.server.connectors.vault.CredentialVault.Place;
import dev.agenthub.server.connectors.vault.CredentialVault.Use;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import okio.ByteString;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Authorizes connections with the device flow (RFC 8628): the administrator types a code at the provider, on any
 * device. It is for machines without a browser. Only the session that began an authorization can poll it. Thread-safe.
 */
public final class DeviceAuthorizations {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    /** Longer than the provider may take to answer, so that at most one poll is in progress, in all processes. */
    static final Duration LONGEST_ANSWER = Duration.ofMinutes(2);
    /** The seconds by which {@code slow_down} increases the interval (RFC 8628, section 3.5). */
    private static final int SLOWER = 5;

    private final OrgTransactions transactions;
    private final Connectors connectors;
    private final InstantSource clock;

    /** The result of polling. */
    public sealed interface Progress {

        /** The person has not decided, or the provider cannot be polled now; it may be polled again after {@code interval} seconds. */
        record Pending(int interval) implements Progress {}

        /** The person consented. */
        record Granted(Obtained obtained) implements Progress {}
    }

    /** A device code that this call polls; no other call does meanwhile. */
    private record Attempt(UUID id, OAuthConnector connector, SecretBytes code, Permissions asked,
            @Nullable UUID request, int interval) {}

    public DeviceAuthorizations(OrgTransactions transactions, Connectors connectors, InstantSource clock) {
        this.transactions = transactions;
        this.connectors = connectors;
        this.clock = clock;
    }

    /**
     * Begins an authorization; returns the code to type, and where.
     *
     * @param asked the permissions to request
     * @param approved the approved proposal; null where none is needed
     * @throws RefusedException FORBIDDEN; NOT_FOUND; CONNECTION_INVALID where the provider has no device
     *        flow; AUTHORIZATION_FAILED or AUTHORIZATION_DETAILS_REFUSED where it refuses the request
     */
    public StartedDeviceAuthorization begin(MemberCaller caller, UUID connector, Permissions asked,
            @Nullable UUID approved) {
        caller.require(Role.OWNER, Role.ADMIN);
        OAuthConnector found = transactions.call(caller.context(), handle -> offering(handle, caller.org(), connector));
        DeviceCodes given;
        try {
            given = Authorizations.server(connectors, found).device(asked);
        } catch (ProviderException e) {
            throw Authorizations.failed(e.code());
        }
        Instant now = clock.instant();
        Instant expires = now.plus(given.lifetime().compareTo(PATIENCE) < 0 ? given.lifetime() : PATIENCE);
        UUID id = Ids.next();
        transactions.run(caller.context(), handle -> handle.createUpdate("""
                insert into authorization_attempt (org_id, id, connector_id, member_id, session_id, sealed_device,
                    poll_interval, next_poll_at, asked, asked_details, request_id, expires_at)
                values (:org, :id, :connector, :member, :session, :code, :interval, :next, :asked,
                    :details, cast(:request as uuid), :expires)
                """)
                .bind("org", caller.org()).bind("id", id).bind("connector", connector)
                .bind("member", caller.member()).bind("session", caller.session())
                .bind("code", connectors.vault().seal(place(found, id), given.code()))
                .bind("interval", given.interval()).bind("next", now.plusSeconds(given.interval()))
                .bindArray("asked", String.class, asked.scopes())
                .bindArray("details", String.class, AuthorizationDetail.texts(asked.details()))
                .bindByType("request", approved, UUID.class)
                .bind("expires", expires).execute());
        URI complete = given.complete();
        return new StartedDeviceAuthorization(id, given.userCode(), given.page().toString(),
                complete == null ? null : complete.toString(), expires, given.interval(),
                asked.scopes(), AuthorizationDetail.texts(asked.details()));
    }

    /**
     * Checks that a connection's provider has a device flow.
     *
     * @throws RefusedException NOT_FOUND; CONNECTION_INVALID where it has none
     */
    public static void requireOffered(Handle handle, UUID org, UUID connector) {
        offering(handle, org, connector);
    }

    private static OAuthConnector offering(Handle handle, UUID org, UUID connector) {
        OAuthConnector found = Authorizations.find(handle, org, connector);
        if (found.oauth().device() == null) {
            throw OAuthAdministration.invalid("Its provider offers no code to type on another device.");
        }
        return found;
    }

    /**
     * Polls the provider, unless it was polled less than the interval ago. Granted tokens
     * are to be stored, which ends the authorization, or revoked.
     *
     * @throws RefusedException FORBIDDEN; AUTHORIZATION_UNKNOWN where this session began no such authorization, or it was
     *        used or has expired; AUTHORIZATION_FAILED where the provider or the person refused, with the provider's code
     */
    public Progress poll(MemberCaller caller, UUID id) {
        caller.require(Role.OWNER, Role.ADMIN);
        Instant now = clock.instant();
        Optional<Attempt> claimed = transactions.call(caller.context(), handle -> claim(handle, caller, id, now));
        if (claimed.isEmpty()) {
            return new Progress.Pending(
                    transactions.call(caller.context(), handle -> requireOpen(handle, caller, id, now)));
        }
        Attempt attempt = claimed.get();
        return switch (Authorizations.server(connectors, attempt.connector()).exchange(attempt.code())) {
            case TokenAnswer.Granted tokens -> new Progress.Granted(new Obtained(attempt.connector().id(),
                    attempt.asked(), attempt.request(), tokens, attempt.id()));
            case TokenAnswer.Refused(String code) -> refused(caller, attempt, code);
            case TokenAnswer.Unavailable _ -> later(caller, attempt, attempt.interval() * 2);
        };
    }

    private Progress refused(MemberCaller caller, Attempt attempt, String code) {
        return switch (code) {
            case "authorization_pending" -> later(caller, attempt, attempt.interval());
            case "slow_down" -> later(caller, attempt, attempt.interval() + SLOWER);
            default -> {
                transactions.run(caller.context(),
                        handle -> Authorizations.end(handle, caller.org(), attempt.id()));
                throw Authorizations.failed(code);
            }
        };
    }

    private Progress later(MemberCaller caller, Attempt attempt, int interval) {
        int seconds = Math.min(interval, AuthorizationServer.SLOWEST_INTERVAL);
        transactions.run(caller.context(), handle -> handle.createUpdate("""
                update authorization_attempt set poll_interval = :interval, next_poll_at = :next
                 where org_id = :org and id = :id
                """)
                .bind("org", caller.org()).bind("id", attempt.id()).bind("interval", seconds)
                .bind("next", clock.instant().plusSeconds(seconds)).execute());
        return new Progress.Pending(seconds);
    }

    private Optional<Attempt> claim(Handle handle, MemberCaller caller, UUID id, Instant now) {
        record Row(UUID connector, ByteString code, Permissions asked, @Nullable UUID request, int interval) {}
        Optional<Row> found = handle.createQuery("""
                update authorization_attempt set next_poll_at = :held
                 where org_id = :org and id = :id and session_id = :session and member_id = :member
                   and sealed_device is not null and expires_at > :now and next_poll_at <= :now
                returning connector_id, sealed_device, asked, asked_details, request_id, poll_interval
                """)
                .bind("org", caller.org()).bind("id", id).bind("session", caller.session())
                .bind("member", caller.member()).bind("now", now).bind("held", now.plus(LONGEST_ANSWER))
                .map((row, _) -> new Row(Rows.uuid(row, "connector_id"), ByteString.of(row.getBytes("sealed_device")),
                        PermissionColumns.asked(row), Rows.uuidOrNull(row, "request_id"), row.getInt("poll_interval")))
                .findOne();
        return found.map(row -> {
            OAuthConnector connector = Authorizations.find(handle, caller.org(), row.connector());
            try {
                return new Attempt(id, connector,
                        connectors.vault().open(place(connector, id), row.code().toByteArray()), row.asked(),
                        row.request(), row.interval());
            } catch (CredentialSealedException _) {
                throw Authorizations.failed("CREDENTIAL_SEALED");
            }
        });
    }

    /** The interval of an authorization that was polled recently, or is being polled. */
    private static int requireOpen(Handle handle, MemberCaller caller, UUID id, Instant now) {
        return handle.createQuery("""
                select poll_interval from authorization_attempt
                 where org_id = :org and id = :id and session_id = :session and member_id = :member
                   and sealed_device is not null and expires_at > :now
                """)
                .bind("org", caller.org()).bind("id", id).bind("session", caller.session())
                .bind("member", caller.member()).bind("now", now).mapTo(int.class).findOne()
                .orElseThrow(() -> new RefusedException(ErrorCode.AUTHORIZATION_UNKNOWN));
    }

    private static Place place(OAuthConnector connector, UUID attempt) {
        return new Place(connector.org(), connector.workspace(), attempt, 1, Use.DEVICE);
    }
}
