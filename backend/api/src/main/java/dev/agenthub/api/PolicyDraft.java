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
        if (last < 0 || last > 1000) {
            throw new IllegalArgumentException("last is not between 0 and 1000");
        }
    }
}
