package dev.agenthub.evidence.verify.controls.saved;

import java.util.Set;

/** The names in a saved state: four lines of text that say what it is of, then canonical JSON objects, one a line. */
final class StateFormat {

    static final String FIRST_LINE = "agenthub/state/v1";

    static final Set<String> TIME = Set.of("lastTime");
    static final Set<String> AGENT = Set.of("agent", "owner", "risks");
    static final Set<String> KEY = Set.of("alg", "key", "member", "publicKey", "revoked");
    static final Set<String> MEMBER = Set.of("active", "approver", "groups", "member", "workspaces");
    static final Set<String> POLICY = Set.of("digest", "override");
    static final Set<String> IN_FORCE = Set.of("digest", "document", "policy", "version");
    static final Set<String> AGENT_KEY = Set.of("agent", "key", "shownTo");
    static final Set<String> GOVERNANCE = Set.of("governance");
    static final Set<String> REQUEST = Set.of("after", "agent", "escalated", "escalatesFrom", "escalatesTo",
            "excludedGroups", "excludedMembers", "expiresAt", "governanceThen", "holdSeconds", "holdersThen", "kind",
            "ownerThen", "payloadHash", "policyDigest", "request", "requesters", "required", "state",
            "subjectId", "subjectKind", "workspace");
    static final Set<String> CHANGE = Set.of("after", "handedOn", "kind", "request", "seen", "subjectId",
            "subjectKind");
    static final Set<String> VOTE = Set.of("at", "decision", "key", "member", "payloadHash", "policyDigest", "reasoned",
            "request");
    static final Set<String> DELEGATION = Set.of("delegate", "delegation", "ended", "endsAt", "key", "member",
            "startsAt");
    static final Set<String> USAGE = Set.of("amounts", "missingUntil");
    static final Set<String> COUNTED = Set.of("agent", "amounts", "connector", "counts", "createdAt", "request", "risk",
            "run", "tool", "workspace");
    static final Set<String> USED = Set.of("used");
    static final Set<String> END = Set.of("sha256");

    /** What became of a request that has not run. */
    static final String OPEN = "open";
    static final String CANCELLED = "cancelled";
    static final String EXPIRED = "expired";

    /** So many UUIDs of 16 bytes stand on a line. */
    static final int USED_A_LINE = 768;

    private StateFormat() {}
}
