package dev.agenthub.evidence.verify.report;

/** The outcome of a verification. */
public enum Verdict {
    VERIFIED, REJECTED
}
