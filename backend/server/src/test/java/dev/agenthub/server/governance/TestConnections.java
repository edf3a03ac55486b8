package dev.agenthub.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.AcceptedScopes;
import dev.agenthub.api.AuthorizationAnswer;
import dev.agenthub.api.Connection;
import dev.agenthub.api.DeviceProgress;
import dev.agenthub.api.NewAuthorization;
import dev.agenthub.api.NewDeviceAuthorization;
import dev.agenthub.api.StartedAuthorization;
import dev.agenthub.api.StartedDeviceAuthorization;
import dev.agenthub.server.connectors.ConnectionAdministration;
import dev.agenthub.server.connectors.oauth.Authorizations;
import dev.agenthub.server.connectors.oauth.DeviceAuthorizations;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.sandbox.SampleWorld;
import java.time.Clock;
import java.util.UUID;

/** Authorizes an organization's connections. */
public final class TestConnections {
    private final ConnectionRules rules;
    private final Changes changes;

    public TestConnections(SampleWorld world, Clock clock) {
        var transactions = world.database.transactions();
        changes = TestChanges.of(world, clock);
        rules = new ConnectionRules(transactions, changes,
                new ConnectionAdministration(transactions, world.audit, world.connectors),
                new Authorizations(transactions, world.connectors, clock),
                new DeviceAuthorizations(transactions, world.connectors, clock));
    }

    /** As {@link #begin}, where others may have to approve it first. */
    public ChangeResult<StartedAuthorization> authorize(MemberCaller caller, UUID connector, NewAuthorization request) {
        return rules.authorize(caller, connector, request);
    }

    /** As {@link #acceptScopes}, where others may have to approve it first. */
    public ChangeResult<Connection> accept(MemberCaller caller, UUID connector, AcceptedScopes request) {
        return rules.acceptScopes(caller, connector, request);
    }

    /** Applies what is approved, and returns when that is done. */
    public void applyWaiting() {
        changes.wakeWaiting();
        changes.close();
    }

    /** Begins, where nobody else is to be asked any more. */
    public StartedAuthorization begin(MemberCaller caller, UUID connector, NewAuthorization request) {
        return done(rules.authorize(caller, connector, request));
    }

    public StartedDeviceAuthorization beginByCode(MemberCaller caller, UUID connector) {
        return done(authorizeByCode(caller, connector));
    }

    /** As {@link #beginByCode}, where others may have to approve it first. */
    public ChangeResult<StartedDeviceAuthorization> authorizeByCode(MemberCaller caller, UUID connector) {
        return rules.authorizeByCode(caller, connector, new NewDeviceAuthorization(false));
    }

    public DeviceProgress poll(MemberCaller caller, UUID authorization) {
        return rules.poll(caller, authorization);
    }

    public StartedAuthorization shrink(MemberCaller caller, UUID connector, NewAuthorization request) {
        return done(rules.shrink(caller, connector, request));
    }

    public Connection finish(MemberCaller caller, AuthorizationAnswer answer) {
        return rules.finish(caller, answer);
    }

    public Connection acceptScopes(MemberCaller caller, UUID connector, AcceptedScopes request) {
        return done(rules.acceptScopes(caller, connector, request));
    }

    private static <T> T done(ChangeResult<T> outcome) {
        assertThat(outcome).isInstanceOf(ChangeResult.Done.class);
        return ((ChangeResult.Done<T>) outcome).completed().get();
    }
}
