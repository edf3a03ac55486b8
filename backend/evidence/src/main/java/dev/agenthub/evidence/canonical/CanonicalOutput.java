package dev.agenthub.evidence.canonical;

import dev.agenthub.evidence.EvidenceException;
import java.util.Arrays;

/**
 * Writes the canonical form of what is read without making a value of it, so that millions of values take little more memory than their
 * bytes do. Members are written as they come; those of large objects that are not in order are put in order
 * at the end, all in one pass.
 */
final class CanonicalOutput implements JsonOutput {

    /** Of a member: where its name begins and ends in what is written, and where it begins in the input. */
    private static final int MEMBER = 3;
    /** In bytes: an object that is put in order at once, however many objects it stands in that are too. */
    private static final int SMALL = 256;
    /** So many members are sorted fastest one by one. */
    private static final int FEW = 16;

    private final int limit;
    private byte[] written;
    private int size;
    private boolean cut;
    /** The members of all objects that are not complete. */
    private final IntStack members = new IntStack();
    private final UnorderedObjects unordered = new UnorderedObjects();
    /** How many arrays and objects are not complete; the arrays below tell of each. */
    private int depth;
    private final boolean[] isObject = new boolean[CanonicalJson.MAX_DEPTH];
    private final boolean[] isUnordered = new boolean[CanonicalJson.MAX_DEPTH];
    private final int[] start = new int[CanonicalJson.MAX_DEPTH];
    private final int[] firstMember = new int[CanonicalJson.MAX_DEPTH];

    /**
     * Prepares for a value.
     *
     * @param expected how many bytes the canonical form may have at first
     * @param limit how many it may have at the most
     */
    CanonicalOutput(int expected, int limit) {
        this.written = new byte[expected + 1];
        this.limit = limit;
    }

    /**
     * The canonical form, once all of the value was read.
     *
     * @throws EvidenceException JSON_TOO_LARGE
     */
    byte[] bytes() {
        if (cut || size > limit) {
            throw CanonicalWriter.tooLarge(limit);
        }
        return unordered.isEmpty()
                ? size == written.length ? written : Arrays.copyOf(written, size)
                : unordered.inOrder(written, size);
    }

    @Override
    public boolean takesBytes() {
        return true;
    }

    @Override
    public void scalar(byte[] in, int from, int to) {
        separate();
        if (size > limit) {
            // Only what is wrong further on, and names for it, still count.
            cut = true;
        } else {
            write(in, from, to);
        }
    }

    @Override
    public void scalar(JsonValue value) {
        byte[] bytes = value.canonicalBytes();
        scalar(bytes, 0, bytes.length);
    }

    private void separate() {
        if (depth > 0 && !isObject[depth - 1] && size > start[depth - 1] + 1) {
            write(',');
        }
    }

    @Override
    public void beginArray() {
        begin('[', false);
    }

    @Override
    public void beginObject() {
        begin('{', true);
    }

    private void begin(char bracket, boolean object) {
        separate();
        isObject[depth] = object;
        isUnordered[depth] = false;
        start[depth] = size;
        firstMember[depth] = members.size();
        depth++;
        write(bracket);
    }

    @Override
    public void name(byte[] in, int from, int to) {
        name(in, from, to, from);
    }

    @Override
    public void name(String name, int at) {
        byte[] bytes = new JsonString(name).canonicalBytes();
        name(bytes, 0, bytes.length, at);
    }

    private void name(byte[] in, int from, int to, int at) {
        boolean first = members.size() == firstMember[depth - 1];
        if (!first) {
            write(',');
        }
        members.push(size);
        write(in, from, to);
        members.push(size);
        members.push(at);
        int last = members.size() - MEMBER;
        isUnordered[depth - 1] |= !first && compare(last - MEMBER, last) >= 0;
        write(':');
    }

    private int compare(int one, int other) {
        return CanonicalScanner.compare(written, members.get(one), members.get(one + 1), members.get(other),
                members.get(other + 1));
    }

    @Override
    public void end() {
        int closed = depth - 1;
        write(isObject[closed] ? '}' : ']');
        if (isUnordered[closed]) {
            int[] order = order(closed, members.size());
            int duplicate = duplicate(order);
            if (duplicate >= 0) {
                throw JsonParser.duplicateName(duplicate);
            }
            if (size - start[closed] <= SMALL) {
                rearrange(start[closed], order);
            } else {
                unordered.begin(start[closed], size, order.length);
                for (int member : order) {
                    unordered.member(members.get(member), memberEnd(member));
                }
            }
        }
        members.cut(firstMember[closed]);
        depth--;
    }

    /** Where the value of a member ends, in an object that was just completed. */
    private int memberEnd(int member) {
        return (member + MEMBER == members.size() ? size : members.get(member + MEMBER)) - 1;
    }

    private void rearrange(int object, int[] order) {
        byte[] before = Arrays.copyOfRange(written, object, size);
        int at = object;
        for (int member : order) {
            int from = members.get(member);
            int length = memberEnd(member) - from;
            System.arraycopy(before, from - object, written, at + 1, length);
            at += length + 1;
            written[at] = ',';
        }
        written[at] = '}';
    }

    /** The members of an object that is not complete, by name; those of one name as they were read. */
    private int[] order(int object, int end) {
        int[] order = new int[(end - firstMember[object]) / MEMBER];
        for (int i = 0; i < order.length; i++) {
            order[i] = firstMember[object] + MEMBER * i;
        }
        sort(order, 0, order.length, new int[order.length <= FEW ? 0 : (order.length + 1) / 2]);
        return order;
    }

    /** Without an object for each member, of which there may be millions. */
    private void sort(int[] order, int from, int to, int[] left) {
        if (to - from <= FEW) {
            sortFew(order, from, to);
            return;
        }
        int middle = (from + to) >>> 1;
        sort(order, from, middle, left);
        sort(order, middle, to, left);
        if (compare(order[middle - 1], order[middle]) > 0) {
            merge(order, from, middle, to, left);
        }
    }

    private void merge(int[] order, int from, int middle, int to, int[] left) {
        int length = middle - from;
        System.arraycopy(order, from, left, 0, length);
        int next = 0;
        int right = middle;
        int at = from;
        while (next < length) {
            boolean isLeft = right == to || compare(left[next], order[right]) <= 0;
            order[at++] = isLeft ? left[next++] : order[right++];
        }
    }

    private void sortFew(int[] order, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            int member = order[i];
            int at = i;
            for (; at > from && compare(order[at - 1], member) > 0; at--) {
                order[at] = order[at - 1];
            }
            order[at] = member;
        }
    }

    /** Where the first name begins in the input that stood in its object before; negative for none. */
    private int duplicate(int[] order) {
        int first = -1;
        for (int i = 1; i < order.length; i++) {
            int at = members.get(order[i] + 2);
            if (compare(order[i - 1], order[i]) == 0 && (first < 0 || at < first)) {
                first = at;
            }
        }
        return first;
    }

    /** Of objects in each other, all names of the outer one come before those of the inner one. */
    @Override
    public EvidenceException earlier(EvidenceException wrong) {
        for (int object = 0; object < depth; object++) {
            if (isUnordered[object]) {
                int duplicate = duplicate(order(object, object + 1 < depth ? firstMember[object + 1] : members.size()));
                if (duplicate >= 0) {
                    return JsonParser.duplicateName(duplicate);
                }
            }
        }
        return wrong;
    }

    private void write(char c) {
        reserve(1);
        written[size++] = (byte) c;
    }

    private void write(byte[] in, int from, int to) {
        reserve(to - from);
        System.arraycopy(in, from, written, size, to - from);
        size += to - from;
    }

    private void reserve(int more) {
        if (size + more > written.length) {
            written = Arrays.copyOf(written, Math.max(size + more, written.length + (written.length >> 1)));
        }
    }
}
