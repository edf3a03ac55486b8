package dev.agenthub.server.approvals;

import dev.agenthub.evidence.chain.Subject;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a request asks for: an agent's action, or a change of the rules themselves, which a member proposes. */
sealed interface Asked {

    /** Null for a change of the whole organization. */
    @Nullable
    UUID workspace();

    @Nullable
    String workspaceName();

    /** Who asks, or answers for the agent that asks: a decision of theirs on the request cannot exist. */
    UUID requester();

    /** Everybody whose approval does not count, since they can speak for whoever asks. */
    Set<UUID> speakers();

    /**
     * A call of a tool.
     *
     * @param owner the agent's
     * @param keyHolders the members who were shown a key of the agent that could be used since the request was made
     */
    record Action(UUID agent, String agentName, UUID owner, Set<UUID> keyHolders, UUID workspace,
            String workspaceName, String tool, UUID connector) implements Asked {

        public Action {
            keyHolders = Set.copyOf(keyHolders);
        }

        @Override
        public UUID requester() {
            return owner;
        }

        @Override
        public Set<UUID> speakers() {
            Set<UUID> all = new HashSet<>(keyHolders);
            all.add(owner);
            return all;
        }
    }

    /**
     * A change (EVIDENCE.md §2).
     *
     * @param kind such as {@code policy.publish}
     * @param subject what is changed
     */
    record Change(String kind, Subject subject, UUID proposer, String proposerName, @Nullable UUID workspace,
            @Nullable String workspaceName) implements Asked {

        @Override
        public UUID requester() {
            return proposer;
        }

        @Override
        public Set<UUID> speakers() {
            return Set.of(proposer);
        }
    }
}
