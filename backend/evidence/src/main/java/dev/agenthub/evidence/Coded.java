package dev.agenthub.evidence;

/** What went wrong and can be looked up: a stable code, and one sentence for a person. */
public interface Coded {

    /** The stable code, upper case with underscores. */
    String code();

    /** The sentence to show. */
    String sentence();
}
