package dev.agenthub.evidence.policy;

import dev.agenthub.evidence.documents.DocumentNode;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The escalation of a request that is still pending after some time: members of this group then count in every required group.
 *
 * @param after since the submission
 */
public record Escalation(Duration after, String group) {

    static Escalation read(DocumentNode node) {
        node.only(Set.of("after", "group"));
        return new Escalation(node.require("after").duration(Rule.SHORTEST, Rule.LONGEST),
                Rule.group(node.require("group")));
    }

    /** What may be done under both: none where they name different groups, for each would let somebody decide whom the other does not. */
    static @Nullable Escalation and(@Nullable Escalation one, @Nullable Escalation other) {
        if (one == null || other == null || !one.group.equals(other.group)) {
            return null;
        }
        return one.after.compareTo(other.after) >= 0 ? one : other;
    }

    /** Whether whoever may decide under the one may under the other. */
    static boolean covers(@Nullable Escalation one, @Nullable Escalation other) {
        return one == null
                || (other != null && one.group.equals(other.group) && one.after.compareTo(other.after) >= 0);
    }
}
