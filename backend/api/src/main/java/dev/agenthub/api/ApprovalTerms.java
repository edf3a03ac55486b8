package dev.agenthub.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a request's policy requires besides the number of approvals, and why.
 *
 * @param reasonRequired whether an approval needs a reason
 * @param stepUp whether an approver must have signed in again shortly before
 * @param holdSeconds how long the approved request waits before it runs, so that it can be stopped
 * @param excludedGroups whose members may not vote
 * @param excludedMembers who may not vote
 * @param overrideGroup whose members may override a missing approval; null where nobody may
 * @param rules the names of the rules that applied
 * @param notes conditions that could not be evaluated, so that the strictest result was taken
 * @param runsAfter when an approved request that is held may run; null where none is held
 * @param escalation who else may decide after some time; null where nobody
 */
public record ApprovalTerms(boolean reasonRequired, boolean stepUp, long holdSeconds, List<String> excludedGroups,
        List<UUID> excludedMembers, @Nullable String overrideGroup, List<String> rules, List<String> notes,
        @Nullable Instant runsAfter, @Nullable RequestEscalation escalation) {

    /** No requirements besides the number of approvals. */
    public static final ApprovalTerms NONE = new ApprovalTerms(false, false, 0, List.of(), List.of(), null, List.of(),
            List.of(), null, null);

    public ApprovalTerms {
        excludedGroups = Check.list("excludedGroups", excludedGroups);
        excludedMembers = Check.list("excludedMembers", excludedMembers);
        rules = Check.list("rules", rules);
        notes = Check.list("notes", notes);
    }
}
