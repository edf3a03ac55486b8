package dev.agenthub.server.interleavings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the test's own rules require for a tool or kind of change; it determines which votes count by an algorithm other than the product's.
 *
 * @param outcome allow, require or deny
 * @param seats the groups of the required approvers, one entry for each
 * @param holdMinutes the hold after the approval that completed the quorum
 * @param barred the group whose members may not vote; null for none
 * @param reason whether an approval needs a reason
 * @param escalation null for none
 */
record ExpectedTerms(String outcome, List<String> seats, int holdMinutes, @Nullable String barred, boolean reason,
        int expiresMinutes, @Nullable Escalation escalation) {

    /** The group whose members also count after so many minutes. */
    record Escalation(int afterMinutes, String group) {}

    static ExpectedTerms allow(int holdMinutes) {
        return new ExpectedTerms("allow", List.of(), holdMinutes, null, false, 60, null);
    }

    static ExpectedTerms require(String... seats) {
        return new ExpectedTerms("require", List.of(seats), 0, null, false, 60, null);
    }

    static ExpectedTerms deny() {
        return new ExpectedTerms("deny", List.of(), 0, null, false, 60, null);
    }

    ExpectedTerms held(int minutes) {
        return new ExpectedTerms(outcome, seats, minutes, barred, reason, expiresMinutes, escalation);
    }

    ExpectedTerms without(String group) {
        return new ExpectedTerms(outcome, seats, holdMinutes, group, reason, expiresMinutes, escalation);
    }

    ExpectedTerms withReason() {
        return new ExpectedTerms(outcome, seats, holdMinutes, barred, true, expiresMinutes, escalation);
    }

    ExpectedTerms expiring(int minutes) {
        return new ExpectedTerms(outcome, seats, holdMinutes, barred, reason, minutes, escalation);
    }

    ExpectedTerms escalating(int afterMinutes, String group) {
        return new ExpectedTerms(outcome, seats, holdMinutes, barred, reason, expiresMinutes,
                new Escalation(afterMinutes, group));
    }

    /** One approver of a quorum, with the groups they are in. */
    record Approver(UUID member, Collection<String> groups) {}

    /** Whether these approvers can fill all seats, tried exhaustively; each fills one seat at most. */
    boolean met(List<Approver> approvers) {
        return !seats.isEmpty() && seated(seats, approvers, new HashSet<>());
    }

    private static boolean seated(List<String> left, List<Approver> approvers, Set<UUID> sitting) {
        if (left.isEmpty()) {
            return true;
        }
        for (Approver approver : approvers) {
            if (approver.groups().contains(left.getFirst()) && sitting.add(approver.member())) {
                if (seated(left.subList(1, left.size()), approvers, sitting)) {
                    return true;
                }
                sitting.remove(approver.member());
            }
        }
        return false;
    }

    /** As a rule of a policy document. */
    String rule(String match) {
        List<String> parts = new ArrayList<>(List.of("\"match\":" + match, "\"outcome\":\"" + outcome + "\""));
        if (!seats.isEmpty()) {
            parts.add("\"required\":[" + String.join(",", seats.stream().distinct()
                    .map(group -> "{\"count\":" + seats.stream().filter(group::equals).count() + ",\"group\":\"" + group
                            + "\"}")
                    .toList()) + "]");
        }
        if (holdMinutes > 0) {
            parts.add("\"holdFor\":\"PT" + holdMinutes + "M\"");
        }
        if (escalation != null) {
            parts.add(
                    "\"escalate\":{\"after\":\"PT" + escalation.afterMinutes() + "M\",\"group\":\"" + escalation.group()
                            + "\"}");
        }
        if (barred != null) {
            parts.add("\"mayNotVote\":{\"groups\":[\"" + barred + "\"]}");
        }
        if (reason) {
            parts.add("\"reasonRequired\":true");
        }
        parts.add("\"expiresIn\":\"PT" + expiresMinutes + "M\"");
        return "{" + String.join(",", parts) + "}";
    }
}
