package dev.agenthub.server.audit;

import dev.agenthub.evidence.chain.EventType;
import java.util.Set;

/** The events after which somebody who is connected may not be let in any more: whoever keeps a connection open asks again. */
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
