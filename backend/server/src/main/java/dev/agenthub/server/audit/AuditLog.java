package dev.agenthub.server.audit;

import dev.agenthub.api.AuditEntry;
import dev.agenthub.api.AuditFilter;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Page;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.ActorKind;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.Nonce;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.events.EventStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Appends events to an organization's audit log and reads them; PostgreSQL computes the links between entries.
 *
 * <p>Every method works in its caller's transaction, so that an event is committed together with the action that it records.
 * Appending locks the organization's log until that transaction ends: it is the last thing that a transaction does. Thread-safe.
 */
public final class AuditLog {
    /** The most entries on a page. */
    public static final int PAGE_LIMIT = 200;

    /** Locks the organization's log until the transaction ends, as {@link #lock} does; to be sent together with another statement. */
    public static final String TAKE_TURN = "select audit.take_turn()";

    private final EventStream events;
    private final InstantSource clock;

    /** The end of a log: its number of entries and the last link. */
    public record Head(Origin origin, long size, Hash link) {}

    public AuditLog(EventStream events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    /** The backend itself as the actor, for events without a calling member or agent. */
    public static Actor system() {
        return new Actor("agenthub", ActorKind.SYSTEM, "AgentHub");
    }

    /**
     * Appends these events in order, returns their sequence numbers, and notifies the event stream after the commit.
     *
     * @throws TooLateException where an event's {@code until} has passed
     */
    public List<Long> append(Handle handle, UUID org, EventDraft... drafts) {
        lock(handle);
        return appendInTurn(handle, org, drafts);
    }

    /**
     * As {@link #append}, in a transaction that has locked the log before.
     *
     * @throws TooLateException where an event's {@code until} has passed
     */
    public List<Long> appendInTurn(Handle handle, UUID org, EventDraft... drafts) {
        // Read once the lock is held; otherwise times could decrease when two transactions append concurrently.
        Instant now = now(drafts);
        byte[][] bytes = Stream.of(drafts).map(draft -> event(org, now, draft).canonicalBytes()).toArray(byte[][]::new);
        List<Long> places = handle.createQuery("select seq from audit.append(:events) order by seq")
                .bind("events", bytes)
                .mapTo(Long.class)
                .list();
        boolean accessChanged = Stream.of(drafts).map(EventDraft::type).anyMatch(AccessChanges::isOne);
        List<ServerEvent> news = AlertNews.of(Stream.of(drafts).map(EventDraft::type));
        handle.afterCommit(() -> {
            if (accessChanged) {
                events.accessChanged(org);
            }
            news.forEach(event -> events.publish(org, event));
            events.appended(org, places.getFirst(), places.getLast() + 1);
        });
        return places;
    }

    /** One time for all drafts, so that they stay in order. */
    private Instant now(EventDraft... drafts) {
        return Stream
                .concat(Stream.of(clock.instant()), Stream.of(drafts).map(EventDraft::from).filter(Objects::nonNull))
                .max(Comparator.naturalOrder()).orElseThrow().truncatedTo(ChronoUnit.MICROS);
    }

    /** Locks the organization's log until this transaction ends. Take it after all other locks. */
    public void lock(Handle handle) {
        handle.execute(TAKE_TURN);
    }

    private static AuditEvent event(UUID org, Instant now, EventDraft draft) {
        if (draft.until() != null && !now.isBefore(draft.until())) {
            throw new TooLateException(draft.type());
        }
        return new AuditEvent(draft.actor(), draft.data(), Ids.next(), Nonce.of(Ids.randomBytes(Nonce.LENGTH)), org,
                draft.subject(), now, draft.type(), draft.workspace());
    }

    /** The present end of the log. */
    public Head head(Handle handle) {
        return handle.createQuery("select origin, size, link from audit.current_head()")
                .map((row, _) -> head(row))
                .one();
    }

    /** The ends of all incarnations of the log, the current one first. */
    public List<Head> heads(Handle handle) {
        return handle.createQuery("select origin, size, link from audit.heads()").map((row, _) -> head(row)).list();
    }

    /**
     * The end of one incarnation of the log.
     *
     * @throws RefusedException NOT_FOUND where there is none
     */
    public Head head(Handle handle, int incarnation) {
        return heads(handle).stream().filter(some -> some.origin().incarnation() == incarnation).findFirst()
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
    }

    private static Head head(ResultSet row) throws SQLException {
        return new Head(Origin.parse(row.getString("origin")), row.getLong("size"), Hash.of(row.getBytes("link")));
    }

    /** Notifies the event stream that the log's checkpoints are refused now, or no longer. */
    public void stateChanged(UUID org) {
        events.publish(org, ServerEvent.logChanged());
    }

    /** The events of the current log from one sequence number up to another, exclusive. */
    public List<AuditEvent> between(Handle handle, long from, long to) {
        return handle.createQuery("""
                select event from audit.event
                 where org_id = (select sec.current_org()) and incarnation = :incarnation and seq >= :from and seq < :to
                 order by seq
                """)
                .bind("incarnation", head(handle).origin().incarnation())
                .bind("from", from)
                .bind("to", to)
                .map((row, _) -> AuditEvent.parse(row.getBytes("event")))
                .list();
    }

    /**
     * The entries of the current log before a sequence number, newest first.
     *
     * @param before null for the newest of all
     * @param limit at most {@link #PAGE_LIMIT}
     */
    public Page<AuditEntry> newest(Handle handle, @Nullable Long before, int limit) {
        return newest(handle, AuditFilter.ALL, before, limit);
    }

    /**
     * The entries that match a filter, before a sequence number, newest first.
     *
     * @param before null for the newest of all
     * @param limit at most {@link #PAGE_LIMIT}
     * @throws RefusedException NOT_FOUND where there is no such incarnation
     */
    public Page<AuditEntry> newest(Handle handle, AuditFilter filter, @Nullable Long before, int limit) {
        Integer incarnation = filter.incarnation();
        int asked = incarnation == null
                ? head(handle).origin().incarnation()
                : head(handle, incarnation).origin().incarnation();
        return new EntryQuery(handle, filter, asked)
                .page(before, Math.clamp(limit, 1, PAGE_LIMIT));
    }
}
