package dev.agenthub.api;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A member overrode the approvals that a request lacked.
 *
 * @param request which request was overridden
 * @param title what the request asks for
 * @param state how the request stands now
 * @param agent the agent that asked; null for a change of the rules
 * @param askedBy the name of that agent, or of the member who proposes the change
 * @param member who overrode
 * @param memberName their name
 * @param reason what they gave as their reason
 */
public record OverrideAlert(UUID request, String title, RequestState state, @Nullable UUID agent, String askedBy,
        UUID member, String memberName, String reason) {

    public OverrideAlert {
        request = Check.present("request", request);
        title = Check.present("title", title);
        state = Check.present("state", state);
        askedBy = Check.present("askedBy", askedBy);
        member = Check.present("member", member);
        memberName = Check.present("memberName", memberName);
        reason = Check.present("reason", reason);
    }
}
