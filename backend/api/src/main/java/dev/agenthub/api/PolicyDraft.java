package dev.agenthub.api;

/**
 * A policy document that is not published.
 *
 * @param document JSON text that follows the schema {@code Policy}, in any formatting
 * @param last how many of the newest requests to evaluate with it, 0 to 1,000; a check evaluates none
 */
public record PolicyDraft(String document, int last) {

    public PolicyDraft {
        document = Check.present("document", document);
        Check.between("last", last, 0, 1_000);
    }
}
