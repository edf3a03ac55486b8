package dev.agenthub.api;

import java.time.Instant;
import java.util.UUID;

/**
 * An earlier request with the decision of its policy and the one that a draft would have made.
 *
 * @param request the request's id
 * @param title as lists show it
 * @param tool the name of the agent's tool
 * @param state how it stands now
 * @param createdAt when it was asked for
 * @param decided the decision of its own policy
 * @param drafted the decision of the draft
 * @param changes whether the two differ
 */
public record SimulatedRequest(UUID request, String title, String tool, RequestState state, Instant createdAt,
        PolicyAnswer decided, PolicyAnswer drafted, boolean changes) {

    public SimulatedRequest {
        request = Check.present("request", request);
        title = Check.present("title", title);
        tool = Check.present("tool", tool);
        state = Check.present("state", state);
        createdAt = Check.present("createdAt", createdAt);
        decided = Check.present("decided", decided);
        drafted = Check.present("drafted", drafted);
    }
}
