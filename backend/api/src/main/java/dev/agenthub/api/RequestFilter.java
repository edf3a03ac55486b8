package dev.agenthub.api;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Selects the requests that meet every condition; null means no condition.
 *
 * @param states any of these
 * @param risks any of these
 * @param agent whose action; leaves changes out
 * @param tool of an action; leaves changes out
 * @param kind {@link #ACTIONS}, {@link #CHANGES}, or the kind of a change
 * @param text words that all occur in the searchable text: the title, the name of the tool
 *        or kind, who asks, the host that is called, and short arguments, 500 characters in all
 * @param mine only those that the caller may approve now
 */
public record RequestFilter(Set<RequestState> states, Set<Risk> risks, @Nullable UUID workspace, @Nullable UUID agent,
        @Nullable String tool, @Nullable String kind, @Nullable String text, boolean mine) {

    /** The kind of every action. */
    public static final String ACTIONS = "action";
    /** The kind of every change. */
    public static final String CHANGES = "change";

    /** Every request that has not reached a final state. */
    public static final RequestFilter OPEN = new RequestFilter(
            EnumSet.allOf(RequestState.class).stream().filter(RequestState::open).collect(Collectors.toSet()),
            EnumSet.allOf(Risk.class), null, null, null, null, null, false);

    /** Every request that was decided, by members or by its policy, whatever its state now. */
    public static final RequestFilter DECIDED = new RequestFilter(
            EnumSet.complementOf(EnumSet.of(RequestState.PENDING, RequestState.EXPIRED, RequestState.CANCELLED)),
            EnumSet.allOf(Risk.class), null, null, null, null, null, false);

    /** Every request there is. */
    public static final RequestFilter ALL = new RequestFilter(EnumSet.allOf(RequestState.class),
            EnumSet.allOf(Risk.class), null, null, null, null, null, false);

    private static final Pattern KIND = Pattern.compile(ACTIONS + "|" + CHANGES + "|[a-z_]+\\.[a-z_]+");
    private static final int LONGEST = 200;

    public RequestFilter {
        states = ordered("state", states, RequestState.class);
        risks = ordered("risk", risks, Risk.class);
        if (tool != null) {
            tool = Check.text("tool", tool, LONGEST);
        }
        if (kind != null && !KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException("kind is action, change, or the kind of a change");
        }
        if (text != null) {
            text = Check.text("text", text, LONGEST);
        }
    }

    private static <E extends Enum<E>> Set<E> ordered(String member, Collection<E> values, Class<E> type) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(member + " names none");
        }
        EnumSet<E> ordered = EnumSet.noneOf(type);
        ordered.addAll(values);
        return Collections.unmodifiableSet(ordered);
    }

    /** The same without the condition that the caller may approve them. */
    public RequestFilter ofAnybody() {
        return new RequestFilter(states, risks, workspace, agent, tool, kind, text, false);
    }

    /** The query that asks for exactly this: names and values as they are before they are escaped. */
    public Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("state", words(states));
        if (risks.size() < Risk.values().length) {
            query.put("risk", words(risks));
        }
        put(query, "workspace", workspace);
        put(query, "agent", agent);
        put(query, "tool", tool);
        put(query, "kind", kind);
        put(query, "text", text);
        if (mine) {
            query.put("mine", "true");
        }
        return query;
    }

    private static void put(Map<String, String> query, String name, @Nullable Object value) {
        if (value != null) {
            query.put(name, value.toString());
        }
    }

    private static String words(Set<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(","));
    }
}
