package dev.agenthub.server.interleavings;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request as the log describes it, with its state at one place in the log. */
final class LoggedRequest {

    record Vote(String decision, String key, String reason, Instant decidedAt) {}

    final UUID id;
    final int seq;
    final @Nullable UUID agent;
    final @Nullable UUID proposer;
    final String what;
    final ExpectedTerms demand;
    final @Nullable String overrideGroup;
    final String payloadHash;
    final Instant createdAt;
    final Instant expiresAt;
    /** Members whose words it has, since they edited it. */
    final Set<UUID> editors = new LinkedHashSet<>();
    /** Whether others are asked too. */
    boolean escalated;
    /** Each member's last word. */
    final Map<UUID, Vote> votes = new LinkedHashMap<>();
    /** How it ended, as the API calls it; null while it is open. */
    @Nullable
    String end;
    boolean began;
    /** Whether a member put another one in its place. */
    boolean replaced;
    /** When it became approved by enough; null while it is not. */
    @Nullable
    Instant approvedAt;

    LoggedRequest(UUID id, int seq, @Nullable UUID agent, @Nullable UUID proposer, String what, ExpectedTerms demand,
            @Nullable String overrideGroup, String payloadHash, Instant createdAt, Instant expiresAt) {
        this.id = id;
        this.seq = seq;
        this.agent = agent;
        this.proposer = proposer;
        this.what = what;
        this.demand = demand;
        this.overrideGroup = overrideGroup;
        this.payloadHash = payloadHash;
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
        this.approvedAt = demand.outcome().equals("allow") ? createdAt : null;
    }

    boolean isOpen() {
        return end == null && !began;
    }

    /** Whether others are to be asked too, if it still waits. */
    boolean isDue(Instant moment) {
        ExpectedTerms.Escalation escalation = demand.escalation();
        return escalation != null && !moment.isBefore(createdAt.plus(Duration.ofMinutes(escalation.afterMinutes())));
    }

    /** As far as the log tells it from the other states. */
    String state() {
        return end != null ? end : began ? "executing" : approvedAt != null ? "approved" : "pending";
    }
}
