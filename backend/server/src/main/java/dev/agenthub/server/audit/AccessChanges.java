package dev.agenthub.server.audit;

import dev.agenthub.evidence.chain.EventType;
import java.util.Set;

/** The types of events that may end a listener's access; after one, the server checks each open event stream of the organization again. */
public final class AccessChanges {

    /** A member signed out, or ended another session of theirs. */
    public static final String SESSION_ENDED = "member.session_ended";

    private static final Set<String> TYPES = Set.of(EventType.MEMBER_CHANGED, EventType.MEMBER_KEY_REVOKED,
            SESSION_ENDED, EventType.AGENT_DISABLED, EventType.AGENT_KEY_REVOKED, EventType.LOG_RESTORED);

    private AccessChanges() {}

    public static boolean isOne(String type) {
        return TYPES.contains(type);
    }
}
