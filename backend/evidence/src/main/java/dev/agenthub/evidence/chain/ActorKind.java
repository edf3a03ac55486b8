package dev.agenthub.evidence.chain;

import java.util.Locale;

/** The kind of principal that caused an event. */
public enum ActorKind {
    AGENT, MEMBER, SYSTEM;

    /** The word that stands in an event. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
