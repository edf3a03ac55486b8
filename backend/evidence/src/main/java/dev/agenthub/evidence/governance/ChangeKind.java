package dev.agenthub.evidence.governance;

import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of changes that a governance policy can ask approvals for (SPEC.md §2). */
public enum ChangeKind {
    GOVERNANCE_SET("governance.set"),
    POLICY_PUBLISH("policy.publish"),
    MEMBER_CHANGE("member.change"),
    GROUP_CHANGE("group.change"),
    INVITATION_CREATE("invitation.create"),
    AGENT_INSTALL("agent.install"),
    AGENT_UPDATE("agent.update"),
    AGENT_KEY_ISSUE("agent.key_issue"),
    CONNECTION_AUTHORIZE("connection.authorize"),
    CONNECTION_SCOPES("connection.scopes"),
    BUDGET_CHANGE("budget.change"),
    RESERVATION_SETTLE("reservation.settle");

    private final String word;

    ChangeKind(String word) {
        this.word = word;
    }

    /** The word in payloads, events and governance policies. */
    public String word() {
        return word;
    }

    /** The kind of that word; empty where there is none. */
    public static Optional<ChangeKind> ofWord(String word) {
        return Stream.of(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
