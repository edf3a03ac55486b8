package dev.agenthub.api;

/**
 * An incarnation of the log that ended when the database was restored.
 *
 * @param incarnation its number, as {@code POST /v1/audit/exports} and {@code GET /v1/audit/events} take it
 * @param origin names it, as the first line of its checkpoints
 * @param size how many entries of it the database still has
 * @param verifierKey the C2SP vkey of its checkpoints
 */
public record EarlierLog(int incarnation, String origin, long size, String verifierKey) {

    public EarlierLog {
        origin = Check.present("origin", origin);
        verifierKey = Check.present("verifierKey", verifierKey);
    }
}
