package dev.agenthub.server.governance.changes;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.identity.Author;
import dev.agenthub.server.identity.WorkspacesAndGroups;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Creates an approval group without members. */
public record GroupCreation(WorkspacesAndGroups workspacesAndGroups, String name) implements GovernanceChange<String> {

    @Override
    public ChangeKind kind() {
        return ChangeKind.GROUP_CHANGE;
    }

    @Override
    public Subject subject() {
        return new Subject(name, "group");
    }

    @Override
    public String title(Handle handle, UUID org) {
        return "Make the approval group " + name;
    }

    @Override
    public @Nullable JsonValue before(Handle handle, UUID org) {
        return null;
    }

    @Override
    public JsonObject after() {
        return JsonObject.builder().put("group", name).build();
    }

    @Override
    public Recorded<String> apply(Handle handle, UUID org, Author by) {
        return workspacesAndGroups.createGroup(handle, org, by, name);
    }
}
