package dev.agenthub.evidence.verify.controls.state;

import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.ExcludedVoters;
import dev.agenthub.evidence.policy.Quorum;
import dev.agenthub.evidence.verify.controls.events.ControlEvent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Requests of agents without votes, nine numbers each in blocks, which a table of their ids finds. */
final class PackedRequests {

    /** What many requests have alike. */
    private record Terms(@Nullable UUID workspace, @Nullable UUID agent, Set<UUID> requesters,
            List<Quorum.Requirement> required, Hash policyDigest, Duration hold, ExcludedVoters excluded,
            @Nullable UUID ownerThen, Set<UUID> holdersThen) {}

    /** So many terms are kept for good, whether a request still has them or not; requests with others are not packed. */
    private static final int MOST_TERMS = 1 << 12;

    /** In each: the two halves of the id, four of the payload's hash, the end in microseconds, the entry, and terms with the state. */
    private static final int NUMBERS = 9;
    private static final int HASH = 2;
    private static final int END = 6;
    private static final int ENTRY = 7;
    private static final int TERMS = 8;

    private static final int CLOSED = 1;
    private static final int EXPIRED = 2;
    private static final int DOUBTFUL = 4;
    private static final int STATE_BITS = 3;

    private static final int BLOCK = 1 << 12;
    private static final int FIRST_CAPACITY = 1 << 10;

    private final List<Terms> terms = new ArrayList<>();
    private final Map<Terms, Integer> numbers = new HashMap<>();
    private final List<long[]> blocks = new ArrayList<>();
    /** Which request stands at a place, counted from 1; 0 for none. */
    private int[] table = new int[FIRST_CAPACITY];
    private final UuidHash hash = new UuidHash();
    private int size;
    /** How many were ever begun, those that are free included. */
    private int begun;
    /** The first that is free, whose first number is the next one; -1 for none. */
    private int free = -1;

    PackedRequests copy() {
        PackedRequests copy = new PackedRequests();
        for (int i = 0; i < table.length; i++) {
            if (table[i] != 0) {
                copy.takes(unpacked(table[i] - 1));
            }
        }
        return copy;
    }

    int size() {
        return size;
    }

    /** Packs a request that is not here yet, if it can be packed. */
    boolean takes(PendingRequest request) {
        ControlEvent.Requested requested = request.requested();
        boolean plain = requested.proposal() == null && requested.escalation() == null && !request.isEscalated()
                && request.governanceThen() == null && request.votes().isEmpty();
        int number = plain ? number(terms(request)) : -1;
        if (number < 0) {
            return false;
        }
        if (size >= table.length / 2) {
            grow();
        }
        UUID id = requested.request();
        int at = begin();
        long[] block = block(at);
        int from = from(at);
        block[from] = id.getMostSignificantBits();
        block[from + 1] = id.getLeastSignificantBits();
        ByteBuffer.wrap(requested.payloadHash().bytes()).asLongBuffer().get(block, from + HASH, END - HASH);
        block[from + END] = Timestamps.micros(requested.expiresAt());
        block[from + ENTRY] = requested.seq();
        block[from + TERMS] = ((long) number << STATE_BITS) | (request.isClosed() ? CLOSED : 0)
                | (request.isExpired() ? EXPIRED : 0) | (request.isDoubtful() ? DOUBTFUL : 0);
        table[place(block[from], block[from + 1])] = at + 1;
        size++;
        return true;
    }

    private static Terms terms(PendingRequest request) {
        ControlEvent.Requested requested = request.requested();
        return new Terms(requested.workspace(), requested.agent(), requested.requesters(), requested.required(),
                requested.policyDigest(), requested.hold(), requested.excluded(), request.ownerThen(),
                request.holdersThen());
    }

    private int number(Terms wanted) {
        Integer known = numbers.get(wanted);
        if (known != null) {
            return known;
        }
        if (terms.size() == MOST_TERMS) {
            return -1;
        }
        numbers.put(wanted, terms.size());
        terms.add(wanted);
        return terms.size() - 1;
    }

    boolean contains(UUID id) {
        return find(id) >= 0;
    }

    /** A request, unpacked; null where it is not here. */
    @Nullable
    PendingRequest get(UUID id) {
        int at = find(id);
        return at < 0 ? null : unpacked(at);
    }

    /** Takes a request out; null where it is not here. */
    @Nullable
    PendingRequest remove(UUID id) {
        int at = find(id);
        if (at < 0) {
            return null;
        }
        PendingRequest request = unpacked(at);
        close(place(id.getMostSignificantBits(), id.getLeastSignificantBits()));
        block(at)[from(at)] = free;
        free = at;
        size--;
        return request;
    }

    private int find(UUID id) {
        return table[place(id.getMostSignificantBits(), id.getLeastSignificantBits())] - 1;
    }

    private PendingRequest unpacked(int at) {
        long[] block = block(at);
        int from = from(at);
        Terms alike = terms.get((int) (block[from + TERMS] >>> STATE_BITS));
        ByteBuffer payload = ByteBuffer.allocate(Hash.LENGTH);
        payload.asLongBuffer().put(block, from + HASH, END - HASH);
        PendingRequest request = new PendingRequest(
                new ControlEvent.Requested(block[from + ENTRY], new UUID(block[from], block[from + 1]),
                        alike.workspace, alike.agent, alike.requesters, null, Hash.of(payload.array()),
                        Timestamps.ofMicros(block[from + END]), alike.required, alike.policyDigest, alike.hold,
                        alike.excluded, null),
                alike.ownerThen, alike.holdersThen, null);
        if ((block[from + TERMS] & CLOSED) != 0) {
            request.close((block[from + TERMS] & EXPIRED) != 0);
        }
        if ((block[from + TERMS] & DOUBTFUL) != 0) {
            request.doubt();
        }
        return request;
    }

    void addIdsTo(UuidSet ids) {
        for (int entry : table) {
            if (entry != 0) {
                int from = from(entry - 1);
                ids.add(new UUID(block(entry - 1)[from], block(entry - 1)[from + 1]));
            }
        }
    }

    private int begin() {
        if (free >= 0) {
            int at = free;
            free = (int) block(at)[from(at)];
            return at;
        }
        if (begun == blocks.size() * BLOCK) {
            blocks.add(new long[BLOCK * NUMBERS]);
        }
        return begun++;
    }

    private long[] block(int at) {
        return blocks.get(at / BLOCK);
    }

    private static int from(int at) {
        return (at % BLOCK) * NUMBERS;
    }

    /** Where the request of an id stands in the table, or the empty place where it would. */
    private int place(long high, long low) {
        int at = home(high, low);
        while (table[at] != 0) {
            long[] block = block(table[at] - 1);
            int from = from(table[at] - 1);
            if (block[from] == high && block[from + 1] == low) {
                return at;
            }
            at = (at + 1) & (table.length - 1);
        }
        return at;
    }

    private int home(long high, long low) {
        return hash.of(high, low) & (table.length - 1);
    }

    /** Empties a place; those after it that could no longer be found move up. */
    private void close(int place) {
        int gap = place;
        int mask = table.length - 1;
        for (int at = (gap + 1) & mask; table[at] != 0; at = (at + 1) & mask) {
            long[] block = block(table[at] - 1);
            int from = from(table[at] - 1);
            int home = home(block[from], block[from + 1]);
            if (((at - home) & mask) >= ((at - gap) & mask)) {
                table[gap] = table[at];
                gap = at;
            }
        }
        table[gap] = 0;
    }

    private void grow() {
        int[] before = table;
        table = new int[before.length * 2];
        for (int entry : before) {
            if (entry != 0) {
                long[] block = block(entry - 1);
                int from = from(entry - 1);
                table[place(block[from], block[from + 1])] = entry;
            }
        }
    }
}
