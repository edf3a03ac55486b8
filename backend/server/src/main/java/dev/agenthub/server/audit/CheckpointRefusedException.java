package dev.agenthub.server.audit;

import dev.agenthub.evidence.Coded;

/** Says that a checkpoint was not signed, because what the database shows contradicts what was signed before. */
public final class CheckpointRefusedException extends RuntimeException implements Coded {
    private static final long serialVersionUID = 1L;

    private final String code;

    CheckpointRefusedException(String code, String message) {
        super(message);
        this.code = code;
    }

    /**
     * One of CHECKPOINT_ROLLED_BACK (the log is shorter than it was), CHECKPOINT_FORKED (its beginning is
     * another), CHECKPOINT_ORIGIN_CHANGED, CHECKPOINT_LINK_MISMATCH (an entry is not what was linked),
     * CHECKPOINT_LINKS_MISSING (entries are missing, or the last is not the head's), CHECKPOINT_MEMORY_DAMAGED
     * (what was signed last can't be read) and CHECKPOINT_SIGNER_ELSEWHERE (another data folder remembers it).
     */
    @Override
    public String code() {
        return code;
    }

    @Override
    public String sentence() {
        return String.valueOf(getMessage());
    }

    /** Whether the log can go on as a new incarnation: that cites the last checkpoint, which must be readable. */
    public boolean isRestorable() {
        return !code.equals("CHECKPOINT_MEMORY_DAMAGED") && !code.equals("CHECKPOINT_SIGNER_ELSEWHERE");
    }
}
