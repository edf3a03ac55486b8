package dev.agenthub.server.interleavings;

/** Something that somebody may do at any moment. All its choices are drawn from the turn, and all its calls are made by it. */
interface RandomAction {

    /** How often it is drawn, against the others. */
    int weight();

    void perform(Turn turn);
}
