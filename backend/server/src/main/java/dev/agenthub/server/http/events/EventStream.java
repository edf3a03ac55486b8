package dev.agenthub.server.http.events;

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

    public void publish(UUID org, ServerEvent event) {
        Numbered numbered = new Numbered(lastId.incrementAndGet(), event);
        listeners.getOrDefault(org, Set.of()).forEach(listener -> listener.consumer.accept(numbered));
    }

    /** Hears every event of one organization from now on, until the subscription is closed. */
    public Subscription subscribe(UUID org, Consumer<Numbered> consumer) {
        Listener own = new Listener(consumer);
        listeners.computeIfAbsent(org, _ -> ConcurrentHashMap.newKeySet()).add(own);
        return () -> listeners.getOrDefault(org, Set.of()).remove(own);
    }

    /** One subscription, told apart from others of the same consumer by its identity. */
    private static final class Listener {
        private final Consumer<Numbered> consumer;

        Listener(Consumer<Numbered> consumer) {
            this.consumer = consumer;
        }
    }

    /** Ends a subscription; closing again does nothing. */
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
