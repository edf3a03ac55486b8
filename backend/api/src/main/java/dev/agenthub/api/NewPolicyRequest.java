package dev.agenthub.api;

/**
 * A policy that is not there yet, with its first version.
 *
 * @param name what the organization calls it, once
 * @param document JSON text as the schema {@code Policy} wants it, in any spelling
 */
public record NewPolicyRequest(String name, String document) {

    public NewPolicyRequest {
        name = Check.text("name", name, 200).strip();
        document = Check.present("document", document);
    }
}
