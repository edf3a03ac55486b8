package dev.agenthub.server.interleavings;

import dev.agenthub.api.CancelRequest;

/** A member cancels a request. */
final class CancelAsMember implements RandomAction {

    @Override
    public int weight() {
        return 4;
    }

    @Override
    public void perform(Turn turn) {
        Device device = turn.sometimes(70) ? turn.administrator() : turn.device();
        AcceptedRequest asked = turn.request();
        if (asked != null) {
            turn.as(device, "cancel " + asked, session -> session.post("/v1/requests/" + asked.id() + "/cancellation",
                    new CancelRequest("by mistake")), _ -> Trace.of("approval.cancelled", asked.id()));
        }
    }
}
