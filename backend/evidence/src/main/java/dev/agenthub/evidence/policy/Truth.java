package dev.agenthub.evidence.policy;

/**
 * Whether a condition holds, or why nobody can tell.
 *
 * @param reason empty unless unknown; names places of the action, never its values
 */
record Truth(State state, String reason) {

    enum State {
        NO, UNKNOWN, YES
    }

    static Truth of(boolean holds) {
        return new Truth(holds ? State.YES : State.NO, "");
    }

    static Truth unknown(String reason) {
        return new Truth(State.UNKNOWN, reason);
    }

    /** The opposite; of what is unknown, nobody can tell the opposite either. */
    Truth opposite() {
        return state == State.UNKNOWN ? this : of(state == State.NO);
    }

    boolean is(State other) {
        return state == other;
    }
}
