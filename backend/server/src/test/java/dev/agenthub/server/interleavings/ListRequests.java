package dev.agenthub.server.interleavings;

/** A member lists requests, which ends the expired ones. */
final class ListRequests implements RandomAction {

    @Override
    public int weight() {
        return 3;
    }

    @Override
    public void perform(Turn turn) {
        turn.as(turn.device(), "list requests", session -> session.get("/v1/requests"));
    }
}
