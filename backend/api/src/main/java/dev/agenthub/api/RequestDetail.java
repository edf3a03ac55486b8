package dev.agenthub.api;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request without its payload, whose exact bytes are fetched separately.
 *
 * @param summary what a list shows of it
 * @param agentSays what the agent wants its approvers to know; nobody verified it
 * @param required all of these must be met; empty where the policy allows the action by itself
 * @param policy the policy, in that version, that decided what it needs
 * @param votes in the order in which they came
 * @param attachments the files that go out with the action, in the payload's order
 * @param eligibility whether the caller may decide
 * @param refusal the stable code of why AgentHub would not run it, or why the policy denied it; null where neither happened
 * @param run null until it started
 * @param cancellable whether the caller may cancel it now
 * @param editable whether the caller may replace it by one with other arguments now
 * @param edit the earlier request that it replaces, and its editors; null where it is as it was submitted
 * @param replacedBy the request that a member put in its place with other arguments; null where none did
 * @param terms requirements besides the number of approvals; null from older servers
 */
public record RequestDetail(RequestSummary summary, @Nullable String agentSays, List<Requirement> required,
        PolicyVersion policy,
        List<Vote> votes, List<Attachment> attachments, Eligibility eligibility, @Nullable String refusal,
        @Nullable RunResult run, boolean cancellable, boolean editable, @Nullable RequestEdit edit,
        @Nullable UUID replacedBy,
        @Nullable ApprovalTerms terms) {

    /** A request that needs nothing but approvals. */
    public RequestDetail(RequestSummary summary, @Nullable String agentSays, List<Requirement> required,
            PolicyVersion policy, List<Vote> votes, Eligibility eligibility, @Nullable String refusal,
            @Nullable RunResult run) {
        this(summary, agentSays, required, policy, votes, List.of(), eligibility, refusal, run, false, false, null,
                null,
                ApprovalTerms.NONE);
    }

    public RequestDetail {
        summary = Check.present("summary", summary);
        required = Check.list("required", required);
        policy = Check.present("policy", policy);
        votes = Check.list("votes", votes);
        attachments = Check.list("attachments", attachments);
        eligibility = Check.present("eligibility", eligibility);
    }
}
