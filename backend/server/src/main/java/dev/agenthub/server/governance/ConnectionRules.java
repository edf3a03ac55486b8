package dev.agenthub.server.governance;

import dev.agenthub.api.AcceptedScopes;
import dev.agenthub.api.AuthorizationAnswer;
import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionKey;
import dev.agenthub.api.DeviceProgress;
import dev.agenthub.api.NewAuthorization;
import dev.agenthub.api.NewConnection;
import dev.agenthub.api.NewDeviceAuthorization;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.Role;
import dev.agenthub.api.StartedAuthorization;
import dev.agenthub.api.StartedDeviceAuthorization;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.connectors.ConnectionAdministration;
import dev.agenthub.server.connectors.ConnectionViews;
import dev.agenthub.server.connectors.oauth.Authorizations;
import dev.agenthub.server.connectors.oauth.Authorizations.Obtained;
import dev.agenthub.server.connectors.oauth.DeviceAuthorizations;
import dev.agenthub.server.connectors.oauth.DeviceAuthorizations.Progress;
import dev.agenthub.server.connectors.oauth.OAuthAdministration;
import dev.agenthub.server.connectors.permissions.RequestedAccess;
import dev.agenthub.server.governance.changes.ConnectionAuthorization;
import dev.agenthub.server.governance.changes.GovernanceChange;
import dev.agenthub.server.governance.changes.ScopeAcceptance;
import dev.agenthub.server.identity.Author;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Gives connections their credentials and permissions. Where the governance policy requires approval, the call makes a proposal,
 * and the same call after the approval does the work. Proposals contain no credential, so approvers never see one. Thread-safe.
 */
public final class ConnectionRules {

    private final OrgTransactions transactions;
    private final Changes changes;
    private final ConnectionAdministration keys;
    private final Authorizations authorizations;
    private final DeviceAuthorizations devices;

    /** Begins an authorization of these permissions, under an approved proposal if there is one. */
    @FunctionalInterface
    private interface Way<T> {
        T begin(Permissions asked, @Nullable UUID approved);
    }

    public ConnectionRules(OrgTransactions transactions, Changes changes, ConnectionAdministration keys,
            Authorizations authorizations, DeviceAuthorizations devices) {
        this.transactions = transactions;
        this.changes = changes;
        this.keys = keys;
        this.authorizations = authorizations;
        this.devices = devices;
    }

    /**
     * Creates a connection with a static key; repeating it changes nothing.
     *
     * @throws RefusedException FORBIDDEN; CONNECTION_INVALID, saying why; NAME_TAKEN
     */
    public ChangeResult<Connection> connect(MemberCaller caller, NewConnection request) {
        Optional<Connection> there = keys.existing(caller, request);
        return there.isPresent()
                ? new ChangeResult.Done<>(there.get())
                : withCredential(caller, handle -> new ConnectionAuthorization(null,
                        ConnectionAdministration.access(handle, caller.org(), request),
                        (made, org, by) -> keys.create(made, org, by, request)));
    }

    /**
     * Replaces a connection's key.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND, CONNECTION_INVALID
     */
    public ChangeResult<Connection> replaceKey(MemberCaller caller, UUID connector, ConnectionKey request) {
        return withCredential(caller, handle -> new ConnectionAuthorization(connector,
                RequestedAccess.of(handle, caller.org(), connector, Permissions.NONE),
                (made, org, by) -> keys.replaceKey(made, org, by, connector, request)));
    }

    private ChangeResult<Connection> withCredential(MemberCaller caller,
            Function<Handle, GovernanceChange<Connection>> wanted) {
        ChangeResult<Connection> outcome = changes.make(caller, wanted);
        return outcome instanceof ChangeResult.Proposed<Connection>(ProposedChange change)
                && changes.isDue(caller, change)
                        ? new ChangeResult.Done<>(changes.complete(caller, change.request(), wanted))
                        : outcome;
    }

    /**
     * Begins an authorization in the caller's browser.
     *
     * @throws RefusedException FORBIDDEN; NOT_FOUND; CONNECTION_INVALID; AUTHORIZATION_DETAILS_UNKNOWN;
     *        AUTHORIZATION_FAILED or AUTHORIZATION_DETAILS_REFUSED where the provider refuses the request
     */
    public ChangeResult<StartedAuthorization> authorize(MemberCaller caller, UUID connector, NewAuthorization request) {
        caller.require(Role.OWNER, Role.ADMIN);
        return begin(caller, connector,
                (asked, approved) -> authorizations.begin(caller, connector, request, asked, approved));
    }

    /**
     * Begins an authorization that removes permissions that nothing needs.
     *
     * @throws RefusedException as {@link #authorize}, and CONNECTION_INVALID where there are none
     */
    public ChangeResult<StartedAuthorization> shrink(MemberCaller caller, UUID connector, NewAuthorization request) {
        caller.require(Role.OWNER, Role.ADMIN);
        transactions.run(caller.context(),
                handle -> Authorizations.requireUnused(handle, caller.org(), connector));
        return begin(caller, connector,
                (asked, approved) -> authorizations.begin(caller, connector, request, asked, approved));
    }

    /**
     * Begins an authorization by the device flow (RFC 8628).
     *
     * @throws RefusedException FORBIDDEN; NOT_FOUND; CONNECTION_INVALID where the provider has no device
     *        flow, or there is nothing to remove; AUTHORIZATION_DETAILS_UNKNOWN; AUTHORIZATION_FAILED or
     *        AUTHORIZATION_DETAILS_REFUSED where the provider refuses the request
     */
    public ChangeResult<StartedDeviceAuthorization> authorizeByCode(MemberCaller caller, UUID connector,
            NewDeviceAuthorization request) {
        caller.require(Role.OWNER, Role.ADMIN);
        transactions.run(caller.context(), handle -> {
            DeviceAuthorizations.requireOffered(handle, caller.org(), connector);
            if (request.shrink()) {
                Authorizations.requireUnused(handle, caller.org(), connector);
            }
        });
        return begin(caller, connector, (asked, approved) -> devices.begin(caller, connector, asked, approved));
    }

    private <T> ChangeResult<T> begin(MemberCaller caller, UUID connector, Way<T> way) {
        RequestedAccess wanted = transactions.call(caller.context(),
                handle -> Authorizations.wanted(handle, caller.org(), connector));
        ChangeResult<Connection> outcome = changes.make(caller,
                _ -> new ConnectionAuthorization(connector, wanted,
                        (handle, org, by) -> allowed(handle, org, by, connector)));
        return switch (outcome) {
            case ChangeResult.Proposed<Connection>(ProposedChange change) when !changes.isDue(caller, change) ->
                new ChangeResult.Proposed<>(change);
            case ChangeResult.Proposed<Connection>(ProposedChange change) ->
                new ChangeResult.Done<>(way.begin(wanted.asked(), change.request()));
            case ChangeResult.Done<Connection> _ -> new ChangeResult.Done<>(way.begin(wanted.asked(), null));
        };
    }

    /** The result before there are tokens: nothing is changed yet. */
    private static Recorded<Connection> allowed(Handle handle, UUID org, Author by, UUID connector) {
        by.person().require(Role.OWNER, Role.ADMIN);
        return Recorded.of(ConnectionViews.require(handle, org, connector));
    }

    /**
     * Finishes an authorization with the provider's answer from the browser, and stores
     * the tokens; tokens that cannot be stored are revoked.
     *
     * @throws RefusedException FORBIDDEN; AUTHORIZATION_UNKNOWN; AUTHORIZATION_FAILED; CHANGE_CONFLICT where
     *        the change is no longer the approved one; REQUEST_NOT_PENDING where the proposal has ended
     */
    public Connection finish(MemberCaller caller, AuthorizationAnswer answer) {
        return keep(caller, authorizations.finish(caller, answer));
    }

    /**
     * Polls a device authorization, and stores the tokens once they are granted; tokens that cannot be stored are revoked.
     *
     * @throws RefusedException as {@link #finish}
     */
    public DeviceProgress poll(MemberCaller caller, UUID authorization) {
        return switch (devices.poll(caller, authorization)) {
            case Progress.Pending(int interval) -> new DeviceProgress(interval, null);
            case Progress.Granted(Obtained obtained) -> new DeviceProgress(null, keep(caller, obtained));
        };
    }

    private Connection keep(MemberCaller caller, Obtained obtained) {
        try {
            return changes.complete(caller, obtained.request(), handle -> new ConnectionAuthorization(
                    obtained.connector(),
                    RequestedAccess.of(handle, caller.org(), obtained.connector(), obtained.asked()),
                    (made, org, by) -> authorizations.keep(made, org, by, obtained)));
        } catch (RuntimeException e) {
            giveBack(caller, obtained, e);
            throw e;
        }
    }

    private void giveBack(MemberCaller caller, Obtained obtained, RuntimeException cause) {
        try {
            authorizations.giveBack(caller, obtained);
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /**
     * Lets tools use permissions that a provider granted without being asked for them.
     *
     * @throws RefusedException FORBIDDEN; NOT_FOUND; CONNECTION_INVALID where one of them was not granted that way
     */
    public ChangeResult<Connection> acceptScopes(MemberCaller caller, UUID connector, AcceptedScopes request) {
        caller.require(Role.OWNER, Role.ADMIN);
        List<String> details = request.authorizationDetails() == null ? List.of() : request.authorizationDetails();
        Permissions accepted = OAuthAdministration.named(request.scopes(), details);
        return changes.make(caller,
                handle -> ScopeAcceptance.of(handle, caller.org(), connector, accepted));
    }
}
