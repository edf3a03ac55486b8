package dev.agenthub.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A member overrode the approvals that a request lacked: what every owner and admin is told, until they acknowledge it.
 *
 * @param alert the alert's id
 * @param request which request was overridden
 * @param title what the request asks for
 * @param state how the request stands now
 * @param agent the agent that asked; null for a change of the rules
 * @param askedBy the name of that agent, or of the member who proposes the change
 * @param member who overrode
 * @param memberName their name
 * @param reason what they gave as their reason
 * @param overriddenAt when the server recorded it
 * @param acknowledgedAt when the caller acknowledged it; null where they have not yet
 * @param acknowledgements of every member who has, the earliest first
 */
public record Alert(UUID alert, UUID request, String title, RequestState state, @Nullable UUID agent, String askedBy,
        UUID member, String memberName, String reason, Instant overriddenAt, @Nullable Instant acknowledgedAt,
        List<Acknowledgement> acknowledgements) {

    public Alert {
        alert = Check.present("alert", alert);
        request = Check.present("request", request);
        title = Check.present("title", title);
        state = Check.present("state", state);
        askedBy = Check.present("askedBy", askedBy);
        member = Check.present("member", member);
        memberName = Check.present("memberName", memberName);
        reason = Check.present("reason", reason);
        overriddenAt = Check.present("overriddenAt", overriddenAt);
        acknowledgements = Check.list("acknowledgements", acknowledgements);
    }
}
