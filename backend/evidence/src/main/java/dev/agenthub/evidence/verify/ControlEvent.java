package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.Quorum;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the replay of the controls takes from an event of the log. */
sealed interface ControlEvent {

    long seq();

    /**
     * A member's key was enrolled.
     *
     * @param publicKey its 32 bytes in hex, so that keys compare by content
     */
    record KeyEnrolled(long seq, UUID member, String key, String publicKey) implements ControlEvent {}

    record KeyRevoked(long seq, UUID member, String key) implements ControlEvent {}

    record MemberChanged(long seq, UUID member, Set<String> groups, boolean active) implements ControlEvent {}

    record AgentOwned(long seq, UUID agent, UUID owner) implements ControlEvent {}

    record PolicyPublished(long seq, Hash digest, boolean allowsOverride) implements ControlEvent {}

    /**
     * An action was submitted for approval.
     *
     * @param requester the member who submitted it, null for an agent
     * @param required empty where the policy allowed it
     */
    record Requested(long seq, UUID request, UUID agent, @Nullable UUID requester, Hash payloadHash, Instant expiresAt,
            List<Quorum.Requirement> required, Hash policyDigest) implements ControlEvent {}

    /**
     * A member decided.
     *
     * @param statement what was signed; null where it could not be read, and {@code fault} says why
     * @param signed the bytes of the statement in hex
     * @param checked how the signature did under a key seen so far, which is not yet known to have been enrolled before
     */
    record Decided(long seq, UUID org, UUID request, boolean override, @Nullable DecisionStatement statement,
            String fault, SignedBytes signed, DecisionChecks.@Nullable Outcome checked) implements ControlEvent {}

    /** A request ended without a run. */
    record Closed(long seq, UUID request, boolean expired) implements ControlEvent {}

    record RunStarted(long seq, UUID run, UUID request, Hash payloadHash, Instant time) implements ControlEvent {}
}
