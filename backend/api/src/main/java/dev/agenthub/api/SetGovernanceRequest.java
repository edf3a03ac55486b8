package dev.agenthub.api;

/**
 * Puts a governance policy in force.
 *
 * @param expectedVersion the version that the document was made from, 0 for a first one;
 *        another one in force is {@code POLICY_CONFLICT}, unless it is this very one
 * @param document JSON text that follows the schema {@code GovernanceDocument}
 */
public record SetGovernanceRequest(int expectedVersion, String document) {

    public SetGovernanceRequest {
        document = Check.present("document", document);
        Check.atLeast("expectedVersion", expectedVersion, 0);
    }
}
