package dev.agenthub.app.ui.approvals.history;

import dev.agenthub.api.ApprovalTerms;
import dev.agenthub.api.PayloadFetch;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RunResult;
import dev.agenthub.api.Vote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * One event in a request's timeline, past or scheduled.
 *
 * @param who the name of the member or agent that caused it; empty where nobody did
 * @param at the time of the event
 */
record Step(Kind kind, String who, Instant at) {

    enum Kind {
        ASKED, FETCHED, APPROVE, DENY, WITHDRAW, OVERRIDE, HELD, STARTED, EXECUTED, FAILED, UNKNOWN, EXPIRES
    }

    /** All events of a request, the earliest first. */
    static List<Step> of(RequestDetail detail, List<PayloadFetch> fetches) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(Kind.ASKED, detail.summary().askedBy(), detail.summary().createdAt()));
        fetches.forEach(fetch -> steps.add(new Step(Kind.FETCHED, fetch.name(), fetch.at())));
        detail.votes().forEach(vote -> steps.add(of(vote)));
        ApprovalTerms terms = detail.terms();
        if (terms != null && terms.runsAfter() != null) {
            steps.add(new Step(Kind.HELD, "", terms.runsAfter()));
        }
        RunResult run = detail.run();
        if (run != null) {
            steps.add(new Step(Kind.STARTED, "", run.startedAt()));
            if (run.finishedAt() != null && run.outcome() != null) {
                steps.add(new Step(Kind.valueOf(run.outcome().name()), "", run.finishedAt()));
            }
        } else if (detail.summary().state().open()) {
            steps.add(new Step(Kind.EXPIRES, "", detail.summary().expiresAt()));
        }
        steps.sort(Comparator.comparing(Step::at));
        return steps;
    }

    private static Step of(Vote vote) {
        Kind kind = switch (vote.decision()) {
            case "approve", "deny", "withdraw", "override" -> Kind.valueOf(vote.decision().toUpperCase(Locale.ROOT));
            default -> throw new IllegalArgumentException("No decision: " + vote.decision());
        };
        return new Step(kind, vote.name(), vote.decidedAt());
    }
}
