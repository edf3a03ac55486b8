package dev.agenthub.evidence.verify.report;

/** The result of one part of a verification. */
public enum PartState {
    PASSED, FAILED,
    /** An incremental export showed only a part of what this rests on. */
    PARTIAL,
    /** No pin was given: intact is not complete. */
    UNPINNED,
    /** An earlier fault left nothing to check. */
    NOT_CHECKED
}
