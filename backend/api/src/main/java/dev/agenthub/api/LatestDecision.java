package dev.agenthub.api;

import java.time.Instant;
import java.util.UUID;

/**
 * What a member decided last about a request.
 *
 * @param member the member's id
 * @param memberName the member's name now
 * @param decision the decision in the signed statement
 * @param decidedAt when it was decided, as the statement says
 */
public record LatestDecision(UUID member, String memberName, String decision, Instant decidedAt) {

    public LatestDecision {
        member = Check.present("member", member);
        memberName = Check.present("memberName", memberName);
        decision = Check.present("decision", decision);
        decidedAt = Check.present("decidedAt", decidedAt);
    }
}
