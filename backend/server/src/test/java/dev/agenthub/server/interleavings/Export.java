package dev.agenthub.server.interleavings;

import dev.agenthub.api.ExportRequest;

/** An auditor exports the log, which publishes a checkpoint. */
final class Export implements RandomAction {

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public void perform(Turn turn) {
        turn.as(turn.device(turn.world.administrators.getFirst()), "export",
                session -> session.post("/v1/audit/exports", ExportRequest.whole(false)));
    }
}
