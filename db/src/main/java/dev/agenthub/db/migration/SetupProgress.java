package dev.agenthub.db.migration;

/** Hears what a setup does while it does it, in sentences for the person who waits. */
public interface SetupProgress {

    /** A step begins, such as {@code Applying migrations: signing in}. */
    void step(String sentence);

    /** Something that somebody else had changed was taken back. */
    void mended(String sentence);
}
