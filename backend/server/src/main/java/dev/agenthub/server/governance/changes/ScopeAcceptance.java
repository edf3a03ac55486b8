package dev.agenthub.server.governance.changes;

import dev.agenthub.api.Connection;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.connectors.ConnectionViews;
import dev.agenthub.server.connectors.oauth.OAuthAdministration;
import dev.agenthub.server.identity.Author;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Lets tools use permissions that a provider granted without being asked for them.
 *
 * @param accepted all such permissions that may be used afterwards, in order
 */
public record ScopeAcceptance(UUID connector, UUID workspace,
        Permissions accepted) implements GovernanceChange<Connection> {

    /** These permissions together with those accepted already. */
    public static ScopeAcceptance of(Handle handle, UUID org, UUID connector, Permissions more) {
        return exactly(handle, org, connector,
                OAuthAdministration.accepted(handle, org, connector).with(more).sorted());
    }

    /** These permissions instead of those accepted already. */
    public static ScopeAcceptance exactly(Handle handle, UUID org, UUID connector, Permissions accepted) {
        return new ScopeAcceptance(connector, ConnectionViews.require(handle, org, connector).workspace(), accepted);
    }

    @Override
    public ChangeKind kind() {
        return ChangeKind.CONNECTION_SCOPES;
    }

    @Override
    public Subject subject() {
        return new Subject(connector.toString(), "connector");
    }

    @Override
    public String title(Handle handle, UUID org) {
        return "Let tools use what " + ConnectionViews.require(handle, org, connector).name()
                + " was given unasked";
    }

    @Override
    public JsonValue before(Handle handle, UUID org) {
        return state(OAuthAdministration.accepted(handle, org, connector));
    }

    @Override
    public JsonObject after() {
        return state(accepted);
    }

    private JsonObject state(Permissions all) {
        return JsonObject.builder().put("accepted", all.array())
                .put("connector", connector.toString()).build();
    }

    @Override
    public Recorded<Connection> apply(Handle handle, UUID org, Author by) {
        return OAuthAdministration.acceptScopes(handle, org, by, connector, accepted);
    }
}
