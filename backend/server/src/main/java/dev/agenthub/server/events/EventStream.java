package dev.agenthub.server.events;

import dev.agenthub.api.ServerEvent;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Delivers an organization's events to listeners in this process, after the commit. Thread-safe.
 * {@link #publish} never waits for a listener, so a listener must only take the event and return.
 */
public final class EventStream {

    /** An event and its id in this process's stream; ids increase, also across restarts. */
    public record Numbered(long id, ServerEvent event) {}

    private final Map<UUID, Set<Listener>> listeners = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong(System.currentTimeMillis() << 20);
    private volatile Relay relay = Relay.NONE;

    /** What delivers the events of other processes. */
    public interface Relay {
        Relay NONE = new Relay() {
            @Override
            public void appended(UUID org, long from, long to) {}

            @Override
            public void listening(UUID org) {}
        };

        /** Notified after the commit of the sequence numbers that this process appended to an organization's log. */
        void appended(UUID org, long from, long to);

        /** Notified of each new listener of an organization, before the subscriber continues: it reads itself what was there before. */
        void listening(UUID org);
    }

    public void publish(UUID org, ServerEvent event) {
        Numbered numbered = new Numbered(lastId.incrementAndGet(), event);
        listeners.getOrDefault(org, Set.of()).forEach(listener -> listener.consumer.accept(numbered));
    }

    /** Notifies the relay that this process appended to the log. */
    public void appended(UUID org, long from, long to) {
        publish(org, ServerEvent.appended(to));
        relay.appended(org, from, to);
    }

    /** Sets the relay that is notified of appended events and of new listeners. */
    public void relayBy(Relay chosen) {
        relay = chosen;
    }

    /** Asks the organization's listeners to check whether they may still listen. */
    public void accessChanged(UUID org) {
        listeners.getOrDefault(org, Set.of()).forEach(listener -> listener.recheck.run());
    }

    /** Passes every event of one organization to the consumer, until the subscription is closed. */
    public Subscription subscribe(UUID org, Consumer<Numbered> consumer) {
        return subscribe(org, consumer, () -> {}, () -> {});
    }

    /**
     * As above.
     *
     * @param broken called where events may have been lost, and the listener should read everything again
     * @param recheck called where the listener should check whether it may still listen
     */
    public Subscription subscribe(UUID org, Consumer<Numbered> consumer, Runnable broken, Runnable recheck) {
        Listener own = new Listener(consumer, broken, recheck);
        // In one step with the map's entry: a set that is being removed must not get a new listener.
        listeners.compute(org, (_, all) -> {
            Set<Listener> present = all == null ? ConcurrentHashMap.newKeySet() : all;
            present.add(own);
            return present;
        });
        Subscription subscription = () -> listeners.computeIfPresent(org, (_, all) -> {
            all.remove(own);
            return all.isEmpty() ? null : all;
        });
        try {
            relay.listening(org);
        } catch (RuntimeException e) {
            subscription.close();
            throw e;
        }
        return subscription;
    }

    /** The organizations that have listeners. */
    public Set<UUID> listening() {
        return Set.copyOf(listeners.keySet());
    }

    public boolean hasListeners(UUID org) {
        return listeners.containsKey(org);
    }

    /** Tells every listener that events may have been lost. */
    public void announceLoss() {
        listeners.values().forEach(all -> all.forEach(listener -> listener.broken.run()));
    }

    /** A subscription; two subscriptions of one consumer are different. */
    private static final class Listener {
        private final Consumer<Numbered> consumer;
        private final Runnable broken;
        private final Runnable recheck;

        Listener(Consumer<Numbered> consumer, Runnable broken, Runnable recheck) {
            this.consumer = consumer;
            this.broken = broken;
            this.recheck = recheck;
        }
    }

    /** Ends a subscription; closing again does nothing. */
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
