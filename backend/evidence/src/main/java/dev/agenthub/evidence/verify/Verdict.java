package dev.agenthub.evidence.verify;

/** The outcome of a verification. */
public enum Verdict {
    VERIFIED, REJECTED
}
