package dev.agenthub.server.interleavings;

/** A backend runs what is approved and whose hold is over. */
final class RunWaiting implements RandomAction {

    @Override
    public int weight() {
        return 10;
    }

    @Override
    public void perform(Turn turn) {
        turn.world.runWaiting(turn.backend);
        turn.note("run what waits at " + "AB".charAt(turn.backend));
    }
}
