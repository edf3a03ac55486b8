package dev.agenthub.evidence.policy;

/**
 * A truth value of three-valued logic (Kleene): whether a condition holds, or why that is unknown.
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

    /** The negation; the negation of unknown is unknown. */
    TruthValue opposite() {
        return state == State.UNKNOWN ? this : of(state == State.NO);
    }

    boolean is(State other) {
        return state == other;
    }
}
