package dev.agenthub.api;

/**
 * Which changes of an organization's rules need approvals.
 *
 * @param version 0 where the organization never had a governance policy
 * @param digest SHA-256 of the canonical document, 64 hex digits; empty where there is none
 * @param document JSON text that follows the schema {@code GovernanceDocument}; without rules nothing needs an approval
 */
public record GovernancePolicy(int version, String digest, String document) {

    /** Of an organization that never had one. */
    public static final GovernancePolicy NONE = new GovernancePolicy(0, "",
            "{\"rules\":[],\"v\":\"agenthub/governance/v1\"}");

    public GovernancePolicy {
        digest = Check.present("digest", digest);
        document = Check.present("document", document);
    }
}
