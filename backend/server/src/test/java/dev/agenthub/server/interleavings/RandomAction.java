package dev.agenthub.server.interleavings;

/** An action that can be performed at any moment. All its choices are drawn from the turn, which also makes its calls. */
interface RandomAction {

    /** Its relative frequency. */
    int weight();

    void perform(Turn turn);
}
