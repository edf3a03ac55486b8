package dev.agenthub.api;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lets one member decide for another who is away: in the other's groups, only on what the other could decide, and counted as one person.
 *
 * @param id chosen by the client that signed it
 * @param member the member who is away
 * @param memberName their name
 * @param delegate the member who decides
 * @param delegateName their name
 * @param startsAt when it begins
 * @param endsAt when it ends, exclusive
 * @param reason in the member's words; may be empty
 * @param endedAt when it was ended before its time; null where it was not
 */
public record Delegation(UUID id, UUID member, String memberName, UUID delegate, String delegateName, Instant startsAt,
        Instant endsAt, String reason, @Nullable Instant endedAt) {

    public Delegation {
        id = Check.present("id", id);
        member = Check.present("member", member);
        memberName = Check.present("memberName", memberName);
        delegate = Check.present("delegate", delegate);
        delegateName = Check.present("delegateName", delegateName);
        startsAt = Check.present("startsAt", startsAt);
        endsAt = Check.present("endsAt", endsAt);
        reason = Check.present("reason", reason);
    }

    /** Whether the delegate decides at that moment. */
    public boolean inForce(Instant moment) {
        return endedAt == null && !moment.isBefore(startsAt) && moment.isBefore(endsAt);
    }
}
