package dev.agenthub.server.approvals.requests;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.policy.HostPattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The text that a list's search looks in: requester, tool, host, title and short string
 * arguments. It is stored with the request and does not change.
 *
 * @param text lower case, at most {@value #LONGEST} characters; what the agent chooses comes last and is cut first
 */
public record SearchText(String text) {

    private static final int LONGEST = 500;
    /** The longest string argument that is searched; longer ones are prose. */
    private static final int SHORT = 100;

    /** Of an action. {@code action} is its payload, or the part of it with the call and the arguments. */
    public static SearchText of(StoredRequest request, JsonObject action) {
        List<@Nullable String> parts = new ArrayList<>();
        RequestSubject.Action asked = request.action();
        parts.add(asked.tool());
        parts.add(asked.agentName());
        parts.add(host(action));
        parts.add(request.title());
        action.object("arguments").members().values().forEach(value -> {
            if (value instanceof JsonString(String argument) && argument.length() <= SHORT) {
                parts.add(argument);
            }
        });
        return of(parts);
    }

    /** The host of an HTTP call; null for other calls. */
    private static @Nullable String host(JsonObject action) {
        return action.get("call") instanceof JsonObject call && call.get("http") instanceof JsonObject http
                && http.get("url") instanceof JsonString(String url) ? HostPattern.hostOf(url) : null;
    }

    /** Of a change. */
    public static SearchText of(StoredRequest change) {
        return change.asked() instanceof RequestSubject.Change asked
                ? of(Arrays.asList(asked.kind(), asked.proposerName(), change.title()))
                : of(List.of(change.title()));
    }

    private static SearchText of(List<@Nullable String> parts) {
        String all = parts.stream().filter(part -> part != null).distinct().collect(Collectors.joining(" "))
                .toLowerCase(Locale.ROOT);
        return new SearchText(all.codePointCount(0, all.length()) <= LONGEST
                ? all
                : all.substring(0, all.offsetByCodePoints(0, LONGEST)));
    }

    /** One LIKE pattern for each word; all must match. */
    public static List<String> patterns(String words) {
        return Arrays.stream(words.strip().toLowerCase(Locale.ROOT).split("\\s+", -1))
                .map(word -> "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%")
                .toList();
    }
}
