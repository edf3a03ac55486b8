package dev.agenthub.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A member has seen an alert.
 *
 * @param member who
 * @param memberName their name
 * @param acknowledgedAt when they acknowledged it
 */
public record Acknowledgement(UUID member, String memberName, Instant acknowledgedAt) {

    /** When that member acknowledged it; null where they have not. */
    public static @Nullable Instant of(List<Acknowledgement> given, UUID member) {
        return given.stream().filter(one -> one.member().equals(member)).map(Acknowledgement::acknowledgedAt)
                .findFirst().orElse(null);
    }

    public Acknowledgement {
        member = Check.present("member", member);
        memberName = Check.present("memberName", memberName);
        acknowledgedAt = Check.present("acknowledgedAt", acknowledgedAt);
    }
}
