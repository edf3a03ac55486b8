package dev.agenthub.evidence.verify.report;

/**
 * What the replay of the controls counted.
 *
 * @param runs runs started
 * @param withApproval of these, runs whose approvals met their policy
 * @param allowedByPolicy of these, runs that their policy allowed without approval
 * @param overrides of these, runs by an override
 * @param violations of these, runs that break a rule
 * @param notJudged of these, runs that an incremental export cannot show enough about
 * @param decisions members' decisions
 * @param decisionsVerified of these, decisions whose signature verified under an enrolled key
 * @param approvals of these again, approvals by how much of the request was on screen
 * @param policies requests by how much of what their policies asked was replayed
 */
public record ControlsSummary(long runs, long withApproval, long allowedByPolicy, long overrides, long violations,
        long notJudged, long decisions, long decisionsVerified, ApprovalsShown approvals,
        PolicyReplaySummary policies) {

    public static final ControlsSummary NONE = new ControlsSummary(0, 0, 0, 0, 0, 0, 0, 0, ApprovalsShown.NONE,
            PolicyReplaySummary.NONE);
}
