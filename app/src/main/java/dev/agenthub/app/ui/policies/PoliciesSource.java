package dev.agenthub.app.ui.policies;

import dev.agenthub.api.PolicyCheck;
import dev.agenthub.api.PolicySimulation;
import dev.agenthub.api.PolicySummary;
import dev.agenthub.api.PolicyText;
import dev.agenthub.api.PublishedPolicy;
import dev.agenthub.app.client.ChangeOutcome;
import dev.agenthub.app.client.MemberClient;
import java.util.List;
import java.util.UUID;

/** The policies screen's access to the backend. Every call blocks. */
public interface PoliciesSource {

    List<PolicySummary> policies();

    /** The newest versions of a policy, newest first. */
    List<PolicyText> versions(UUID policy);

    PolicyCheck check(String document);

    PolicySimulation simulate(UUID policy, String document, int last);

    /** Publishes {@code document} as the version after {@code expected}, or proposes it where others must approve. */
    ChangeOutcome<PublishedPolicy> publish(UUID policy, int expected, String document);

    /** Makes a source that uses an administrator's session. */
    static PoliciesSource of(MemberClient client) {
        return new PoliciesSource() {
            @Override
            public List<PolicySummary> policies() {
                return client.policies();
            }

            @Override
            public List<PolicyText> versions(UUID policy) {
                return client.policyVersions(policy);
            }

            @Override
            public PolicyCheck check(String document) {
                return client.checkPolicy(document);
            }

            @Override
            public PolicySimulation simulate(UUID policy, String document, int last) {
                return client.simulatePolicy(policy, document, last);
            }

            @Override
            public ChangeOutcome<PublishedPolicy> publish(UUID policy, int expected, String document) {
                return client.publishPolicy(policy, expected, document);
            }
        };
    }
}
