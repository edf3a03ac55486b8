package dev.agenthub.server.audit.checkpoints;

import dev.agenthub.evidence.Coded;

/** Says that no checkpoint was signed, because the database contradicts what was signed before. */
public final class CheckpointRefusedException extends RuntimeException implements Coded {
    private static final long serialVersionUID = 1L;

    private final String code;

    CheckpointRefusedException(String code, String message) {
        super(message);
        this.code = code;
    }

    /**
     * One of CHECKPOINT_ROLLED_BACK (the log is shorter than before), CHECKPOINT_FORKED (its earlier entries differ),
     * CHECKPOINT_ORIGIN_CHANGED (it is another log), CHECKPOINT_LINK_MISMATCH (a stored link is not the one computed from
     * its entry), CHECKPOINT_LINKS_MISSING (entries are missing, or the last is not the head's), CHECKPOINT_MEMORY_DAMAGED
     * (the last signed state cannot be read) and CHECKPOINT_SIGNER_ELSEWHERE (another data folder holds it).
     */
    @Override
    public String code() {
        return code;
    }

    @Override
    public String sentence() {
        return String.valueOf(getMessage());
    }

    /** Whether the log can go on as a new incarnation, whose first event cites the last checkpoint: that one must be readable. */
    public boolean isRestorable() {
        return !code.equals("CHECKPOINT_MEMORY_DAMAGED") && !code.equals("CHECKPOINT_SIGNER_ELSEWHERE");
    }
}
