package dev.agenthub.evidence.policy;

/**
 * Whether a condition holds, or why nobody can tell.
 *
 * @param reason empty unless unknown; names places of the action, never its values
 */
record TruthValue(State state, String reason) {

    enum State {
        NO, UNKNOWN, YES
    }

    static TruthValue of(boolean holds) {
        return new TruthValue(holds ? State.YES : State.NO, "");
    }

    static TruthValue unknown(String reason) {
        return new TruthValue(State.UNKNOWN, reason);
    }

    /** The opposite; of what is unknown, nobody can tell the opposite either. */
    TruthValue opposite() {
        return state == State.UNKNOWN ? this : of(state == State.NO);
    }

    boolean is(State other) {
        return state == other;
    }
}
