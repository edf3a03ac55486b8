package dev.agenthub.server.governance.changes;

import dev.agenthub.api.Connection;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.connectors.permissions.RequestedAccess;
import dev.agenthub.server.identity.Author;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Gives a connector a credential. Proposals contain no credential: the proposer provides it after the approval.
 *
 * @param connector null for a new one, which is created with its credential
 * @param making stores the credential; before there is one, checks that the author may provide it
 */
public record ConnectionAuthorization(@Nullable UUID connector, RequestedAccess access, Making making)
        implements
            GovernanceChange<Connection> {

    /** Works in the caller's transaction. */
    public interface Making {
        Recorded<Connection> make(Handle handle, UUID org, Author by);
    }

    @Override
    public ChangeKind kind() {
        return ChangeKind.CONNECTION_AUTHORIZE;
    }

    @Override
    public Subject subject() {
        return connector == null
                ? new Subject(access.workspace().toString(), "workspace")
                : new Subject(connector.toString(), "connector");
    }

    @Override
    public UUID workspace() {
        return access.workspace();
    }

    @Override
    public String title(Handle handle, UUID org) {
        int scopes = access.asked().scopes().size();
        int details = access.asked().details().size();
        String what = access.service() == null
                ? "with a key"
                : "to " + access.service().replaceFirst("@.*", " (own definition)") + " with " + scopes
                        + (scopes == 1 ? " scope" : " scopes") + switch (details) {
                            case 0 -> "";
                            case 1 -> " and 1 authorization detail";
                            default -> " and " + details + " authorization details";
                        };
        return "Authorize the connection " + access.name() + " " + what;
    }

    @Override
    public @Nullable JsonValue before(Handle handle, UUID org) {
        return connector == null
                ? null
                : RequestedAccess.present(handle, org, connector).map(RequestedAccess::state).orElse(null);
    }

    @Override
    public JsonObject after() {
        return access.state();
    }

    @Override
    public Recorded<Connection> apply(Handle handle, UUID org, Author by) {
        return making.make(handle, org, by);
    }
}
