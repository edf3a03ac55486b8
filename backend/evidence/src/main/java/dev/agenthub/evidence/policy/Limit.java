package dev.agenthub.evidence.policy;

import dev.agenthub.evidence.documents.DocumentNode;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A limit on a sum over a sliding window that ends with the action evaluated, among the actions that the limit's rule matches.
 *
 * @param amount what is summed, by its absolute value, so that nothing makes room again; null to count actions
 * @param per whose actions are added up
 */
public record Limit(@Nullable Pointer amount, Per per, Duration within) {

    /** Whose actions belong together: the agent's, those with the tool in the workspace, or the workspace's. */
    public enum Per {
        AGENT, TOOL, WORKSPACE;

        static Per read(DocumentNode node) {
            for (Per per : values()) {
                if (per.name().toLowerCase(Locale.ROOT).equals(node.text(20))) {
                    return per;
                }
            }
            throw node.fault("agent, tool or workspace is expected.");
        }
    }
}
