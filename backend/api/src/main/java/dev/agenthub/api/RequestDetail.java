package dev.agenthub.api;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All of a request but its payload, whose exact bytes are fetched by themselves.
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
 * @param cancellable whether the caller may take it back now
 * @param editable whether the caller may put one with other arguments in its place now
 * @param edit which request it was made of by whom; null where it is as it was submitted
 * @param replacedBy the request that a member put in its place with other arguments; null where none did
 * @param terms what is asked beside the number of approvals; null from servers that know of no such thing
 */
public record RequestDetail(RequestSummary summary, @Nullable String agentSays, List<Requirement> required,
        PolicyVersion policy,
        List<Vote> votes, List<Attachment> attachments, Eligibility eligibility, @Nullable String refusal,
        @Nullable RunResult run, boolean cancellable, boolean editable, @Nullable RequestEdit edit,
        @Nullable UUID replacedBy,
        @Nullable ApprovalTerms terms) {

    /** A request of which nothing more is asked than approvals. */
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
