package dev.agenthub.server.approvals.requests;

import dev.agenthub.evidence.chain.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a request asks for: an agent's action, or a change that a member proposes. */
public sealed interface RequestSubject {

    /** The workspace; null for a change of the whole organization. */
    @Nullable
    UUID workspace();

    @Nullable
    String workspaceName();

    /** The members who count as requester: the agent's owner, the editors, or the proposer. They cannot decide the request. */
    Set<UUID> requesters();

    /**
     * The members whose approval does not count because they can speak for the requester:
     * the requesters, and those who were shown a key of the agent.
     */
    Set<UUID> speakers();

    /**
     * A call of a tool.
     *
     * @param owner the agent's owner
     * @param others the members who could speak for the agent when the request was made, or can now by a key that they were shown
     * @param edit null where the request is as the agent submitted it
     */
    record Action(UUID agent, String agentName, UUID owner, Set<UUID> others, UUID workspace,
            String workspaceName, String tool, UUID connector, @Nullable Edit edit) implements RequestSubject {

        public Action {
            others = Set.copyOf(others);
        }

        @Override
        public Set<UUID> requesters() {
            Set<UUID> all = new HashSet<>(edit == null ? List.of() : edit.editors());
            all.add(owner);
            return all;
        }

        @Override
        public Set<UUID> speakers() {
            Set<UUID> all = new HashSet<>(others);
            all.addAll(requesters());
            return all;
        }
    }

    /**
     * Says that members edited an earlier request.
     *
     * @param replaces the earlier request
     * @param editors everyone who edited it, the last editor last
     */
    record Edit(UUID replaces, List<UUID> editors) {

        public Edit {
            editors = List.copyOf(editors);
        }
    }

    /**
     * A proposed change (SPEC.md §2).
     *
     * @param kind for example {@code policy.publish}
     * @param subject what is changed
     */
    record Change(String kind, Subject subject, UUID proposer, String proposerName, @Nullable UUID workspace,
            @Nullable String workspaceName) implements RequestSubject {

        @Override
        public Set<UUID> requesters() {
            return Set.of(proposer);
        }

        @Override
        public Set<UUID> speakers() {
            return requesters();
        }
    }
}
