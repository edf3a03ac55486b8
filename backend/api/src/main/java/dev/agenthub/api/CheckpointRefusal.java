package dev.agenthub.api;

import java.time.Instant;

/**
 * Why the signer refuses the log that the database shows.
 *
 * @param code stable: CHECKPOINT_ROLLED_BACK, CHECKPOINT_FORKED, CHECKPOINT_ORIGIN_CHANGED,
 *        CHECKPOINT_LINK_MISMATCH, CHECKPOINT_LINKS_MISSING or CHECKPOINT_MEMORY_DAMAGED
 * @param message one English sentence
 * @param at when it was noticed first
 * @param restorable whether the log can go on as a new incarnation
 */
public record CheckpointRefusal(String code, String message, Instant at, boolean restorable) {

    public CheckpointRefusal {
        code = Check.text("code", code, 100);
        message = Check.present("message", message);
        at = Check.present("at", at);
    }
}
