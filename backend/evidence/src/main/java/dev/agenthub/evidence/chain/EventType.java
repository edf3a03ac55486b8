package dev.agenthub.evidence.chain;

import java.nio.charset.StandardCharsets;

/** The types of events that the controls are replayed from; more may be added, none of these may change. */
public final class EventType {

    public static final String LOG_OPENED = "log.opened";
    public static final String LOG_RESTORED = "log.restored";

    public static final String MEMBER_KEY_ENROLLED = "member.key_enrolled";
    public static final String MEMBER_KEY_REVOKED = "member.key_revoked";
    public static final String MEMBER_CHANGED = "member.changed";
    public static final String MEMBER_INVITED = "member.invited";
    public static final String DELEGATION_CREATED = "delegation.created";
    public static final String DELEGATION_ENDED = "delegation.ended";
    public static final String GROUP_CREATED = "group.created";

    public static final String AGENT_INSTALLED = "agent.installed";
    public static final String AGENT_UPDATED = "agent.updated";
    public static final String AGENT_DISABLED = "agent.disabled";
    public static final String AGENT_KEY_ISSUED = "agent.key_issued";
    public static final String AGENT_KEY_REVOKED = "agent.key_revoked";

    public static final String POLICY_PUBLISHED = "policy.published";
    public static final String GOVERNANCE_SET = "governance.set";
    public static final String CHANGE_APPLIED = "change.applied";

    public static final String APPROVAL_REQUESTED = "approval.requested";
    public static final String APPROVAL_DECIDED = "approval.decided";
    public static final String APPROVAL_EXPIRED = "approval.expired";
    public static final String APPROVAL_CANCELLED = "approval.cancelled";
    public static final String APPROVAL_ESCALATED = "approval.escalated";
    public static final String OVERRIDE_USED = "override.used";
    public static final String ALERT_ACKNOWLEDGED = "alert.acknowledged";

    public static final String RUN_STARTED = "run.started";
    public static final String RUN_FINISHED = "run.finished";
    public static final String RUN_REFUSED = "run.refused";

    public static final String CONNECTOR_AUTHORIZED = "connector.authorized";
    public static final String CONNECTOR_SCOPES_CHANGED = "connector.scopes_changed";
    public static final String CONNECTOR_SCOPES_ACCEPTED = "connector.scopes_accepted";
    public static final String CONNECTOR_REFRESHED = "connector.refreshed";
    public static final String CONNECTOR_CALLED = "connector.called";
    public static final String CONNECTOR_LIMITED = "connector.limited";
    public static final String CONNECTOR_WITHHELD = "connector.withheld";
    public static final String CONNECTOR_DISABLED = "connector.disabled";
    public static final String CONNECTOR_REVOKED = "connector.revoked";
    public static final String CONNECTOR_REVOCATION_FAILED = "connector.revocation_failed";

    public static final String BILLING_BUDGET_CHANGED = "billing.budget_changed";
    public static final String BILLING_SPENT = "billing.spent";
    public static final String BILLING_SETTLED = "billing.settled";
    public static final String BILLING_CAP_REACHED = "billing.cap_reached";
    public static final String BILLING_ALERT_ACKNOWLEDGED = "billing.alert_acknowledged";

    public static final String CHECKPOINT_PUBLISHED = "checkpoint.published";
    public static final String EXPORT_CREATED = "export.created";

    private EventType() {}

    /** Whether this is the form of a type: one or more words of lower-case letters and underscores, with a dot between two. */
    public static boolean isOne(String type) {
        byte[] bytes = type.getBytes(StandardCharsets.UTF_8);
        return isAt(bytes, 0, bytes.length);
    }

    /** The member of an event's data that names the approved change behind it; {@code request} of {@code billing.settled} is the run's. */
    public static String changeMember(String type) {
        return type.equals(BILLING_SETTLED) ? "change" : "request";
    }

    /** Whether a type fills these bytes. */
    static boolean isAt(byte[] in, int from, int to) {
        boolean word = false;
        for (int i = from; i < to; i++) {
            boolean letter = (in[i] >= 'a' && in[i] <= 'z') || in[i] == '_';
            if (!letter && (in[i] != '.' || !word)) {
                return false;
            }
            word = letter;
        }
        return word;
    }
}
