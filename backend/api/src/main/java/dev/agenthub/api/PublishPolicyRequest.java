package dev.agenthub.api;

/**
 * The next version of a policy.
 *
 * @param expectedVersion the version that the document was made from; another one in force
 *        is {@code POLICY_CONFLICT}, unless it is this very one
 * @param document JSON text that follows the schema {@code Policy}, in any formatting
 */
public record PublishPolicyRequest(int expectedVersion, String document) {

    public PublishPolicyRequest {
        document = Check.present("document", document);
        Check.atLeast("expectedVersion", expectedVersion, 1);
    }
}
