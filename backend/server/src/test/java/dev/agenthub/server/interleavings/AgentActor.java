package dev.agenthub.server.interleavings;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An agent and its issued keys. Thread-safe.
 *
 * @param refused whether its last submission was refused, so that the policy or its state needs attention
 */
record AgentActor(String name, UUID id, List<Key> keys, AtomicBoolean refused) {

    record Key(int number, UUID id, String secret) {

        @Override
        public String toString() {
            return "key " + number;
        }
    }

    AgentActor(String name, UUID id) {
        this(name, id, new CopyOnWriteArrayList<>(), new AtomicBoolean());
    }

    synchronized void add(UUID key, String secret) {
        keys.add(new Key(keys.size() + 1, key, secret));
    }

    /** One of the keys, most often the newest, since earlier ones may be revoked. */
    Key key(Turn turn) {
        return turn.sometimes(60) ? keys.getLast() : turn.pick(List.copyOf(keys));
    }

    @Override
    public String toString() {
        return name;
    }
}
