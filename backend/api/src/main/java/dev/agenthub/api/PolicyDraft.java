package dev.agenthub.api;

/**
 * A document that is not published.
 *
 * @param document JSON text as the schema {@code Policy} wants it, in any spelling
 * @param last how many of the newest requests to ask it about, 0 to 1,000; a check asks none
 */
public record PolicyDraft(String document, int last) {

    public PolicyDraft {
        document = Check.present("document", document);
        Check.between("last", last, 0, 1_000);
    }
}
