package dev.agenthub.api;

import java.util.List;

/**
 * What a draft would have decided about earlier requests.
 *
 * @param asked for how many it would have required approvals
 * @param allowed how many it would have allowed without approvals
 * @param denied how many it would have denied
 * @param changed for how many its decision differs from the one that was made
 * @param requests the newest first
 */
public record PolicySimulation(int asked, int allowed, int denied, int changed, List<SimulatedRequest> requests) {

    public PolicySimulation {
        requests = Check.list("requests", requests);
    }
}
