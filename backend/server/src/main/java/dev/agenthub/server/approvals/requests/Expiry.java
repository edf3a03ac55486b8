package dev.agenthub.server.approvals.requests;

import dev.agenthub.api.RequestState;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.policy.Escalation;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.events.EventStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Ends requests whose time to be approved or collected has passed, and escalates requests that have
 * waited long enough. Several backends may sweep at once; each request is handled once. Thread-safe.
 */
public final class Expiry {

    private static final int AT_ONCE = 100;

    /** Whether one of the three statements below would find a request; each part is as its statement, for the same index. */
    private static final String IS_DUE = """
            select exists (select from approval_request
                            where org_id = :org and state = 'pending' and escalate_at is not null and escalated_at is null
                              and escalate_at <= :now and expires_at > :now)
                or exists (select from approval_request
                            where org_id = :org and state = 'pending' and risk in ('low', 'medium', 'high') and expires_at <= :now)
                or exists (select from approval_request
                            where org_id = :org and state = 'approved' and risk in ('low', 'medium', 'high') and expires_at <= :now
                              and proposer_id is not null)
            """;

    private final OrgTransactions transactions;
    private final AuditLog audit;
    private final EventStream events;
    private final Clock clock;

    public Expiry(OrgTransactions transactions, AuditLog audit, EventStream events, Clock clock) {
        this.transactions = transactions;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /** Handles everything that is due in an organization; returns how many requests ended. */
    public int sweep(UUID org) {
        // Mostly nothing is due: every list asks first, so that it costs one short transaction and not two with locks.
        if (!transactions.call(OrgContext.system(org), handle -> isDue(handle, org))) {
            return 0;
        }
        while (transactions.call(OrgContext.system(org), handle -> escalate(handle, org)) == AT_ONCE) {
            // A batch of at most a hundred was full: there may be more.
        }
        int all = 0;
        int some;
        do {
            some = transactions.call(OrgContext.system(org), handle -> expire(handle, org, due(handle, org)));
            all += some;
        } while (some == AT_ONCE);
        return all;
    }

    /** Whether anything is to be ended or escalated; locks nothing. */
    public boolean isDue(Handle handle, UUID org) {
        return handle.createQuery(IS_DUE).bind("org", org).bind("now", clock.instant()).mapTo(Boolean.class).one();
    }

    /**
     * Ends or escalates this request where that is due, in a transaction of its own, so
     * that it remains done where the caller's own action is then refused.
     */
    public void touch(UUID org, UUID request) {
        transactions.run(OrgContext.system(org), handle -> {
            Instant now = clock.instant();
            boolean due = Requests.find(handle, org, request)
                    .filter(found -> found.expires(now) || found.escalates(now)).isPresent();
            if (due) {
                StoredRequest locked = Requests.lock(handle, org, request);
                if (!locked.pastExpiry(now)) {
                    escalate(handle, org, locked, now.truncatedTo(ChronoUnit.MICROS));
                }
                expire(handle, org, locked.expires(now) ? List.of(locked) : List.of());
            }
        });
    }

    public List<StoredRequest> due(Handle handle, UUID org) {
        List<UUID> ids = due(handle, org, """
                select id from approval_request
                 where org_id = :org and state = 'pending' and risk in ('low', 'medium', 'high') and expires_at <= :now
                 limit :limit for update skip locked
                """, AT_ONCE);
        List<UUID> uncollected = due(handle, org, """
                select id from approval_request
                 where org_id = :org and state = 'approved' and risk in ('low', 'medium', 'high') and expires_at <= :now
                   and proposer_id is not null
                 limit :limit for update skip locked
                """, AT_ONCE - ids.size());
        return Stream.concat(ids.stream(), uncollected.stream()).map(id -> Requests.lock(handle, org, id)).toList();
    }

    /** Queries one state at a time: for two at once the planner uses an index that reads all of the organization's requests. */
    private List<UUID> due(Handle handle, UUID org, String select, int limit) {
        return handle.createQuery(select).bind("org", org).bind("now", clock.instant()).bind("limit", limit)
                .mapTo(UUID.class).list();
    }

    private int escalate(Handle handle, UUID org) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<UUID> due = handle.createQuery("""
                select id from approval_request
                 where org_id = :org and state = 'pending' and escalate_at is not null and escalated_at is null
                   and escalate_at <= :now and expires_at > :now
                 order by escalate_at limit :limit for update skip locked
                """).bind("org", org).bind("now", now).bind("limit", AT_ONCE).mapTo(UUID.class).list();
        due.forEach(id -> escalate(handle, org, Requests.lock(handle, org, id), now));
        return due.size();
    }

    private void escalate(Handle handle, UUID org, StoredRequest request, Instant now) {
        Escalation escalation = request.demand().escalation();
        if (escalation != null && request.escalates(now)) {
            Requests.escalate(handle, org, request.id(), now);
            handle.afterCommit(() -> events.publish(org, ServerEvent.changed(request.id(), RequestState.PENDING)));
            audit.append(handle, org, ApprovalEvents.escalated(request, escalation.group()));
        }
    }

    private int expire(Handle handle, UUID org, List<StoredRequest> requests) {
        if (requests.isEmpty()) {
            return 0;
        }
        Instant now = clock.instant();
        for (StoredRequest request : requests) {
            Requests.move(handle, org, request.id(), RequestState.EXPIRED, now);
            handle.afterCommit(() -> events.publish(org, ServerEvent.changed(request.id(), RequestState.EXPIRED)));
        }
        audit.append(handle, org, requests.stream().map(ApprovalEvents::expired).toArray(EventDraft[]::new));
        return requests.size();
    }
}
