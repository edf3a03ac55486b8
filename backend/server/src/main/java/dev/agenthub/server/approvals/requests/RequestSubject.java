package dev.agenthub.server.approvals.requests;

import dev.agenthub.evidence.chain.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a request asks for: an agent's action, or a change of the rules themselves, which a member proposes. */
public sealed interface RequestSubject {

    /** Null for a change of the whole organization. */
    @Nullable
    UUID workspace();

    @Nullable
    String workspaceName();

    /** Who asks, or answers for the agent that asks, or edited what it asks: a decision of theirs on the request cannot exist. */
    Set<UUID> requesters();

    /** Everybody whose approval does not count, since they can speak for whoever asks. */
    Set<UUID> speakers();

    /**
     * A call of a tool.
     *
     * @param owner the agent's
     * @param others the members who could speak for the agent when the request was made, or can now by a key that they were shown
     * @param edit null where it is as the agent submitted it
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
     * That members made a request of an earlier one.
     *
     * @param replaces the earlier one
     * @param editors everybody whose words it may have, the last who edited last
     */
    record Edit(UUID replaces, List<UUID> editors) {

        public Edit {
            editors = List.copyOf(editors);
        }
    }

    /**
     * A change (SPEC.md §2).
     *
     * @param kind such as {@code policy.publish}
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
