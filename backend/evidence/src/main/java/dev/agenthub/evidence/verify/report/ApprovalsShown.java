package dev.agenthub.evidence.verify.report;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.Display;

/**
 * How much of the request was on screen when members approved it, overrides among them, as
 * their own clients say: counted, since nobody else can tell.
 *
 * @param whole approvals with all of it on screen
 * @param inPart approvals with a part of it on screen, or nothing
 * @param withoutScreen approvals by a client that has no screen
 */
public record ApprovalsShown(long whole, long inPart, long withoutScreen) {

    public static final ApprovalsShown NONE = new ApprovalsShown(0, 0, 0);

    /** All approvals. */
    public long total() {
        return whole + inPart + withoutScreen;
    }

    /** These and a decision whose signature was verified; one that is no approval counts nothing. */
    public ApprovalsShown and(DecisionStatement statement) {
        if (statement.decision() != Decision.APPROVE && statement.decision() != Decision.OVERRIDE) {
            return this;
        }
        Display display = statement.display();
        if (display == null) {
            return new ApprovalsShown(whole, inPart, withoutScreen + 1);
        }
        return display.isWhole()
                ? new ApprovalsShown(whole + 1, inPart, withoutScreen)
                : new ApprovalsShown(whole, inPart + 1, withoutScreen);
    }

    JsonObject toJson() {
        return JsonObject.builder().put("inPart", inPart).put("whole", whole).put("withoutScreen", withoutScreen)
                .build();
    }
}
