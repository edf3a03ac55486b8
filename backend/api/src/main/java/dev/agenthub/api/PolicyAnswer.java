package dev.agenthub.api;

import java.util.List;

/**
 * A policy's decision about an action.
 *
 * @param outcome allow, require or deny
 * @param required all of these; empty unless the outcome is require
 * @param terms what it requires besides approvals
 */
public record PolicyAnswer(String outcome, List<Requirement> required, ApprovalTerms terms) {

    public PolicyAnswer {
        outcome = Check.text("outcome", outcome, 20);
        required = Check.list("required", required);
        terms = Check.present("terms", terms);
    }
}
