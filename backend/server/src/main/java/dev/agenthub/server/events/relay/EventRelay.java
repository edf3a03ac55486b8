package dev.agenthub.server.events.relay;

import dev.agenthub.api.ServerEvent;
import dev.agenthub.db.connection.Announcements;
import dev.agenthub.db.connection.Database;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.server.approvals.requests.RequestChanges;
import dev.agenthub.server.audit.AccessChanges;
import dev.agenthub.server.audit.AlertNews;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.cluster.BackendInstance;
import dev.agenthub.server.events.EventStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the events of all backends to this backend's listeners: it reads in the log what other backends appended.
 *
 * <p>Notices between backends contain sequence numbers only. A notice may be lost, where its sender
 * dies after the commit; {@link #catchUp} then reads the missed entries from the log. Thread-safe.
 */
public final class EventRelay implements AutoCloseable, EventStream.Relay {
    public static final String KEY = "events.key";
    public static final int KEY_LENGTH = MessageSeal.KEY_LENGTH;

    private static final Logger LOG = LoggerFactory.getLogger(EventRelay.class);
    private static final int TOGETHER = 50;
    private static final int READ_AT_ONCE = 500;

    private final Database database;
    private final EventStream events;
    private final AuditLog audit;
    private final BackendInstance instance;
    private final MessageSeal sealed;
    private final BlockingQueue<AppendNotice> outgoing = new LinkedBlockingQueue<>();
    private final BlockingQueue<AppendNotice> incoming = new LinkedBlockingQueue<>();
    private final Map<UUID, DeliveredRanges> progress = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Announcements.Listening listening;

    private EventRelay(Database database, EventStream events, AuditLog audit, BackendInstance instance,
            SecretBytes key) {
        this.database = database;
        this.events = events;
        this.audit = audit;
        this.instance = instance;
        this.sealed = new MessageSeal(key);
        this.listening = database.announcements().listen(this::heard, events::announceLoss);
        threads.add(Thread.ofVirtual().name("relay-out").start(this::announce));
        threads.add(Thread.ofVirtual().name("relay-in").start(this::follow));
    }

    /** Starts to relay between this process's stream and the other backends that share the key. */
    public static EventRelay start(Database database, EventStream events, AuditLog audit, BackendInstance instance,
            SecretBytes key) {
        EventRelay relay = new EventRelay(database, events, audit, instance, key);
        events.relayBy(relay);
        return relay;
    }

    @Override
    public void appended(UUID org, long from, long to) {
        DeliveredRanges told = progress.get(org);
        if (told != null) {
            synchronized (told) {
                told.told(from, to);
            }
        }
        outgoing.add(new AppendNotice(instance.process(), org, from, to));
    }

    /** Notes how long the log is when somebody begins to listen: what is appended later must reach that listener. */
    @Override
    public void listening(UUID org) {
        // In one step with the removal in catchUp, which leaves the organizations that have a listener by now.
        if (progress.computeIfPresent(org, (_, told) -> told) == null) {
            progress.putIfAbsent(org, new DeliveredRanges(size(org)));
        }
    }

    private long size(UUID org) {
        return database.transactions().call(OrgContext.system(org), audit::head).size();
    }

    private void announce() {
        List<AppendNotice> batch = new ArrayList<>();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                batch.clear();
                batch.add(outgoing.take());
                outgoing.drainTo(batch, TOGETHER - 1);
                database.announcements().send(List.of(sealed.seal(AppendNotice.bytes(batch))));
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("Other backends could not be told; they will see it in the log", e);
            }
        }
    }

    private void heard(String message) {
        sealed.open(message).ifPresent(bytes -> AppendNotice.parse(bytes).stream()
                .filter(one -> !one.process().equals(instance.process()))
                .filter(one -> events.hasListeners(one.org()))
                .forEach(incoming::add));
    }

    private void follow() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                AppendNotice one = incoming.take();
                tell(one.org(), one.from(), one.to());
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("What another backend did could not be read yet", e);
            }
        }
    }

    /** Delivers what notices have missed; called every few seconds. */
    public void catchUp() {
        progress.keySet().forEach(
                org -> progress.computeIfPresent(org, (_, told) -> events.hasListeners(org) ? told : null));
        for (UUID org : events.listening()) {
            long size = size(org);
            DeliveredRanges told = progress.computeIfAbsent(org, _ -> new DeliveredRanges(size));
            List<DeliveredRanges.Range> missing;
            synchronized (told) {
                missing = told.missing(size);
            }
            missing.forEach(range -> tell(org, range.from(), range.to()));
        }
    }

    private void tell(UUID org, long from, long to) {
        for (long at = from; at < to; at += READ_AT_ONCE) {
            long start = at;
            long end = Math.min(to, at + READ_AT_ONCE);
            List<ServerEvent> news = database.transactions().call(OrgContext.system(org), handle -> {
                List<AuditEvent> entries = audit.between(handle, start, end);
                if (entries.stream().map(AuditEvent::type).anyMatch(AccessChanges::isOne)) {
                    events.accessChanged(org);
                }
                return Stream.concat(RequestChanges.of(handle, org, entries).stream(),
                        AlertNews.of(entries.stream().map(AuditEvent::type)).stream()).toList();
            });
            news.forEach(event -> events.publish(org, event));
            events.publish(org, ServerEvent.appended(end));
        }
        DeliveredRanges told = progress.get(org);
        if (told != null) {
            synchronized (told) {
                told.told(from, to);
            }
        }
    }

    @Override
    public void close() {
        listening.close();
        threads.forEach(Thread::interrupt);
    }
}
