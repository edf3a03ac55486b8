package dev.agenthub.evidence.canonical;

import dev.agenthub.evidence.EvidenceException;

/** Receives the parts of a JSON value in the order in which {@link JsonParser} reads them. */
interface JsonOutput {

    /** Whether it takes canonical bytes as they are, so that nobody need decode them. */
    boolean takesBytes();

    /** A string, a number or a word in its canonical bytes. */
    void scalar(byte[] in, int from, int to);

    /** A string, a number or a word. */
    void scalar(JsonValue value);

    void beginArray();

    void beginObject();

    /** The name of a member, with its quotes, in its canonical bytes. */
    void name(byte[] in, int from, int to);

    /**
     * The name of a member.
     *
     * @param at where it begins in the input
     * @throws EvidenceException JSON_DUPLICATE_NAME; where names are compared later, it comes from {@link #end} or {@link #earlier}
     */
    void name(String name, int at);

    /** The array or object that was begun last is complete. */
    void end();

    /** What is wrong with what was read before this, else this itself. */
    EvidenceException earlier(EvidenceException wrong);
}
