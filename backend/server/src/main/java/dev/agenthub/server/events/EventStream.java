package dev.agenthub.server.events;

import dev.agenthub.api.ServerEvent;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Tells the listeners of an organization what changed, after it was committed. Safe for use by many threads; {@link #publish} never waits
 * for a listener, so a listener must only take the event and return.
 */
public final class EventStream {

    /** An event and its place in this process's stream; ids increase, also across restarts. */
    public record Numbered(long id, ServerEvent event) {}

    private final Map<UUID, Set<Listener>> listeners = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong(System.currentTimeMillis() << 20);
    private volatile Appends appends = (_, _, _) -> {};

    /** Told which places an organization's log has gained, after the commit. */
    @FunctionalInterface
    public interface Appends {
        void appended(UUID org, long from, long to);
    }

    public void publish(UUID org, ServerEvent event) {
        Numbered numbered = new Numbered(lastId.incrementAndGet(), event);
        listeners.getOrDefault(org, Set.of()).forEach(listener -> listener.consumer.accept(numbered));
    }

    /** Publishes that this process appended to the log, and tells whoever relays that to other processes. */
    public void appended(UUID org, long from, long to) {
        publish(org, ServerEvent.appended(to));
        appends.appended(org, from, to);
    }

    /** From now on, this one is told of what is appended here. */
    public void onAppended(Appends relay) {
        appends = relay;
    }

    /** Tells the listeners of an organization that somebody may not listen any more: each finds out whether it is them. */
    public void accessChanged(UUID org) {
        listeners.getOrDefault(org, Set.of()).forEach(listener -> listener.doubted.run());
    }

    /** Hears every event of one organization from now on, until the subscription is closed. */
    public Subscription subscribe(UUID org, Consumer<Numbered> consumer) {
        return subscribe(org, consumer, () -> {}, () -> {});
    }

    /**
     * As above.
     *
     * @param broken called where events may have been lost, and the listener should ask for everything again
     * @param doubted called where the listener may not be allowed to listen any more, and should find out
     */
    public Subscription subscribe(UUID org, Consumer<Numbered> consumer, Runnable broken, Runnable doubted) {
        Listener own = new Listener(consumer, broken, doubted);
        // Together with the map's entry: a set that is being dropped must not get a new listener.
        listeners.compute(org, (_, all) -> {
            Set<Listener> present = all == null ? ConcurrentHashMap.newKeySet() : all;
            present.add(own);
            return present;
        });
        return () -> listeners.computeIfPresent(org, (_, all) -> {
            all.remove(own);
            return all.isEmpty() ? null : all;
        });
    }

    /** The organizations that somebody listens to. */
    public Set<UUID> listening() {
        return Set.copyOf(listeners.keySet());
    }

    public boolean hasListeners(UUID org) {
        return listeners.containsKey(org);
    }

    /** Tells every listener that events may have been lost. */
    public void breakOff() {
        listeners.values().forEach(all -> all.forEach(listener -> listener.broken.run()));
    }

    /** One subscription, told apart from others of the same consumer by its identity. */
    private static final class Listener {
        private final Consumer<Numbered> consumer;
        private final Runnable broken;
        private final Runnable doubted;

        Listener(Consumer<Numbered> consumer, Runnable broken, Runnable doubted) {
            this.consumer = consumer;
            this.broken = broken;
            this.doubted = doubted;
        }
    }

    /** Ends a subscription; closing again does nothing. */
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
