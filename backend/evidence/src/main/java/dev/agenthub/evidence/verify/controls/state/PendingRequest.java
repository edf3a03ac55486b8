package dev.agenthub.evidence.verify.controls.state;

import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.Reason;
import dev.agenthub.evidence.verify.controls.events.ControlEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request between its submission and its run, with the verified votes it got. */
public final class PendingRequest {

    /**
     * A member's last word.
     *
     * @param at when it was recorded
     */
    public record Vote(Decision decision, String key, Hash payloadHash, Hash policyDigest, boolean reasoned,
            Instant at) {}

    private final ControlEvent.Requested requested;
    private final @Nullable UUID ownerThen;
    private final Set<UUID> holdersThen;
    private final @Nullable Hash governanceThen;
    private final Map<UUID, Vote> votes = new LinkedHashMap<>();
    private boolean closed;
    private boolean escalated;
    private boolean expired;
    private boolean doubtful;

    /**
     * Takes a request in.
     *
     * @param ownerThen the agent's owner when it was made; null for none
     * @param holdersThen who had been shown a key of the agent by then that still worked
     * @param governanceThen the digest of the governance policy in force then, for a change; null for none
     */
    public PendingRequest(ControlEvent.Requested requested, @Nullable UUID ownerThen, Set<UUID> holdersThen,
            @Nullable Hash governanceThen) {
        this.requested = requested;
        this.ownerThen = ownerThen;
        this.holdersThen = Set.copyOf(holdersThen);
        this.governanceThen = governanceThen;
    }

    public PendingRequest copy() {
        PendingRequest copy = new PendingRequest(requested, ownerThen, holdersThen, governanceThen);
        copy.votes.putAll(votes);
        copy.closed = closed;
        copy.escalated = escalated;
        copy.expired = expired;
        copy.doubtful = doubtful;
        return copy;
    }

    public ControlEvent.Requested requested() {
        return requested;
    }

    /** The agent's owner when the request was made. */
    @Nullable
    public UUID ownerThen() {
        return ownerThen;
    }

    /** Who could speak for the agent with a key when the request was made. */
    public Set<UUID> holdersThen() {
        return holdersThen;
    }

    /** The governance policy in force when the change was proposed; null where there was none, and for an action. */
    @Nullable
    public Hash governanceThen() {
        return governanceThen;
    }

    public void vote(DecisionStatement statement, Instant at) {
        if (statement.decision() == Decision.WITHDRAW) {
            votes.remove(statement.member());
            return;
        }
        vote(statement.member(), new Vote(statement.decision(), statement.key(), statement.payloadHash(),
                statement.policyDigest(), !Reason.isBlank(statement.reason()), at));
    }

    public void vote(UUID member, Vote vote) {
        votes.put(member, vote);
    }

    public Map<UUID, Vote> votes() {
        return votes;
    }

    /** It asks for something else than its policy, which was found; a log of which that is true has no saved state. */
    public void doubt() {
        doubtful = true;
    }

    public boolean isDoubtful() {
        return doubtful;
    }

    public void close(boolean byExpiry) {
        closed = true;
        expired = byExpiry;
    }

    /** Others are asked too, where the request says so and its time has come. */
    public void escalate(ControlEvent.Escalated event) {
        ControlEvent.Escalation said = requested.escalation();
        escalated |= said != null && said.group().equals(event.group()) && !event.time().isBefore(said.from());
    }

    public void restoreEscalated(boolean was) {
        escalated = was;
    }

    public boolean isEscalated() {
        return escalated;
    }

    /** The group whose members count in every group that is asked; null where none does. */
    @Nullable
    public String escalatedTo() {
        ControlEvent.Escalation said = requested.escalation();
        return escalated && said != null ? said.group() : null;
    }

    public boolean isClosed() {
        return closed;
    }

    public boolean isExpired() {
        return expired;
    }
}
