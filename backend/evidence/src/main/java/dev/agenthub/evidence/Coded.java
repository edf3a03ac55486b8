package dev.agenthub.evidence;

/** A failure with a stable code, which people look up, and one sentence for a person. */
public interface Coded {

    /** The stable code, upper case with underscores. */
    String code();

    /** The sentence to show. */
    String sentence();
}
