package dev.agenthub.api;

/**
 * A new policy with its first version.
 *
 * @param name its name, unique in the organization
 * @param document JSON text that follows the schema {@code Policy}, in any formatting
 */
public record NewPolicyRequest(String name, String document) {

    public NewPolicyRequest {
        name = Check.text("name", name, 200).strip();
        document = Check.present("document", document);
    }
}
