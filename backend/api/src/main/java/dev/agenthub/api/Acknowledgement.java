package dev.agenthub.api;

import java.time.Instant;
import java.util.UUID;

/**
 * A member has seen an alert.
 *
 * @param member who
 * @param memberName their name
 * @param acknowledgedAt when they said so
 */
public record Acknowledgement(UUID member, String memberName, Instant acknowledgedAt) {

    public Acknowledgement {
        member = Check.present("member", member);
        memberName = Check.present("memberName", memberName);
        acknowledgedAt = Check.present("acknowledgedAt", acknowledgedAt);
    }
}
