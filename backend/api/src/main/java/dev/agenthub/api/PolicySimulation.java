package dev.agenthub.api;

import java.util.List;

/**
 * What a draft would have said about earlier requests.
 *
 * @param asked of how many it would have asked approvals
 * @param allowed how many it would have allowed without approvals
 * @param denied how many it would have denied
 * @param changed for how many it says something else than was said
 * @param requests the newest first
 */
public record PolicySimulation(int asked, int allowed, int denied, int changed, List<SimulatedRequest> requests) {

    public PolicySimulation {
        requests = Check.list("requests", requests);
    }
}
