package dev.agenthub.db.migration;

/** Receives the steps of a setup as sentences for the person who waits. */
public interface SetupProgress {

    /** A step begins, such as {@code Applying migrations: signing in}. */
    void step(String sentence);

    /** The setup has reverted a change that somebody else had made. */
    void mended(String sentence);
}
