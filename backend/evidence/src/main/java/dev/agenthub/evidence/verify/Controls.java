package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Replays who could do what from the events alone, in their order, and finds every run without the approval it needed.
 *
 * <p>
 * In a partial replay, which begins in the middle of a log, what rests on events before it is counted instead of judged.
 */
final class Controls {

    private final boolean partial;
    private final DecisionChecks checks;
    private final Findings findings;
    private final Members members = new Members();
    private final Map<UUID, UUID> owners = new HashMap<>();
    private final Map<Hash, Boolean> policies = new HashMap<>();
    private final Map<UUID, PendingRequest> pending = new HashMap<>();
    private final UuidSet used = new UuidSet();
    private final RunJudge judge;
    private long decisions;
    private long decisionsVerified;

    Controls(boolean partial, DecisionChecks checks, Findings findings) {
        this.partial = partial;
        this.checks = checks;
        this.findings = findings;
        this.judge = new RunJudge(partial, members, policies, findings);
    }

    void replay(ControlEvent event) {
        switch (event) {
            case ControlEvent.KeyEnrolled enrolled -> members.enrol(enrolled);
            case ControlEvent.KeyRevoked revoked -> members.revoke(revoked.key());
            case ControlEvent.MemberChanged changed -> members.change(changed);
            case ControlEvent.AgentOwned owned -> owners.put(owned.agent(), owned.owner());
            case ControlEvent.PolicyPublished published ->
                policies.merge(published.digest(), published.allowsOverride(), Boolean::logicalAnd);
            case ControlEvent.Requested requested -> requested(requested);
            case ControlEvent.Decided decided -> decided(decided);
            case ControlEvent.Closed closed -> closed(closed);
            case ControlEvent.RunStarted started -> started(started);
        }
    }

    /** A request's first event fixes it; a second of the same name cannot change what was asked. */
    private void requested(ControlEvent.Requested requested) {
        if (!used.contains(requested.request())) {
            pending.putIfAbsent(requested.request(),
                    new PendingRequest(requested, owners.get(requested.agent())));
        }
    }

    private void closed(ControlEvent.Closed closed) {
        PendingRequest request = pending.get(closed.request());
        if (request != null) {
            request.close(closed.expired());
        }
    }

    private void started(ControlEvent.RunStarted started) {
        PendingRequest request = pending.remove(started.request());
        boolean again = used.contains(started.request());
        used.add(started.request());
        judge.judge(started, request, request == null ? null : owners.get(request.requested().agent()), again);
    }

    private void decided(ControlEvent.Decided decided) {
        decisions++;
        DecisionStatement statement = decided.statement();
        if (statement == null) {
            reject(decided, decided.fault());
        } else if (!statement.request().equals(decided.request()) || !statement.org().equals(decided.org())
                || (statement.decision() == Decision.OVERRIDE) != decided.override()) {
            reject(decided, "The statement is about something else than its event says.");
        } else if (isSigned(decided, statement)) {
            decisionsVerified++;
            vote(decided, statement);
        }
    }

    private boolean isSigned(ControlEvent.Decided decided, DecisionStatement statement) {
        Members.Key key = members.key(statement.key());
        if (key == null || !key.member().equals(statement.member())) {
            if (key == null && partial) {
                return false;
            }
            findings.add(Codes.KEY_NOT_ENROLLED, decided.seq(),
                    "The decision is signed with a key that was not enrolled for its member before.");
            return false;
        }
        if (key.revoked()) {
            findings.add(Codes.KEY_REVOKED, decided.seq(),
                    "The decision is signed with a key that was revoked before.");
            return false;
        }
        if (!checks.isValid(decided, key.publicKey())) {
            reject(decided, "The member's signature does not verify.");
            return false;
        }
        return true;
    }

    private void vote(ControlEvent.Decided decided, DecisionStatement statement) {
        if (decided.override() && statement.reason().isBlank()) {
            findings.add(Codes.RUN_WITHOUT_APPROVAL, decided.seq(), "The override carries no reason.");
        }
        PendingRequest request = pending.get(decided.request());
        if (request != null) {
            request.vote(statement);
        }
    }

    private void reject(ControlEvent.Decided decided, String message) {
        findings.add(Codes.DECISION_SIGNATURE_INVALID, decided.seq(), message);
    }

    /** Whether anything rests on events that were not there. */
    boolean isPartial() {
        return partial;
    }

    ControlsSummary summary() {
        return judge.summary(decisions, decisionsVerified);
    }

    /** The members and keys as the log has told of them so far. */
    static final class Members {

        /**
         * An enrolled key.
         *
         * @param publicKey in hex
         */
        record Key(UUID member, String publicKey, boolean revoked) {}

        private final Map<String, Key> keys = new HashMap<>();
        private final Map<UUID, Set<String>> groups = new HashMap<>();
        private final Set<UUID> inactive = new HashSet<>();

        /** A key belongs to the first member it was enrolled for: one person is not two. */
        void enrol(ControlEvent.KeyEnrolled enrolled) {
            keys.putIfAbsent(enrolled.key(), new Key(enrolled.member(), enrolled.publicKey(), false));
        }

        void revoke(String key) {
            keys.computeIfPresent(key, (id, known) -> new Key(known.member(), known.publicKey(), true));
        }

        void change(ControlEvent.MemberChanged changed) {
            groups.put(changed.member(), Set.copyOf(changed.groups()));
            if (changed.active()) {
                inactive.remove(changed.member());
            } else {
                inactive.add(changed.member());
            }
        }

        @Nullable
        Key key(String id) {
            return keys.get(id);
        }

        /** Whether a vote with this key still stands. */
        boolean mayVote(UUID member, String key) {
            Key known = keys.get(key);
            return known != null && !known.revoked() && !inactive.contains(member);
        }

        /** The groups of a member, none where the log has not told. */
        Set<String> groups(UUID member) {
            return groups.getOrDefault(member, Set.of());
        }
    }
}
