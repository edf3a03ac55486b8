package dev.agenthub.evidence.policy;

import dev.agenthub.evidence.canonical.JsonPointer;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.evidence.documents.DocumentNode;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Pointer (RFC 6901) to a value of an action.
 *
 * @param text as it was written
 */
public record Pointer(String text, List<String> tokens) {

    /** The members of a payload that conditions may look at: those that are there before the policy has decided. */
    public static final Set<String> ROOTS = Set.of("agent", "arguments", "attachments", "call", "connector", "org",
            "tool", "workspace");

    private static final int LONGEST = 500;
    private static final Pattern SYNTAX = Pattern.compile("(/([^~/]|~[01])*)+");

    public Pointer {
        tokens = List.copyOf(tokens);
    }

    static Pointer read(DocumentNode node) {
        String text = node.text(LONGEST);
        if (!SYNTAX.matcher(text).matches()) {
            throw node.fault("A JSON Pointer is expected, such as /arguments/amount.");
        }
        List<String> tokens = JsonPointer.tokens(text).orElseThrow();
        if (!ROOTS.contains(tokens.getFirst())) {
            throw node.fault("Conditions look at " + ROOTS.stream().sorted().toList() + ".");
        }
        return new Pointer(text, tokens);
    }

    /**
     * Reads one as it was written.
     *
     * @throws DocumentFault where it is none
     */
    public static Pointer parse(String text) {
        return read(new DocumentNode(new JsonString(text), ""));
    }

    /** The value there, null where there is none. */
    public @Nullable JsonValue find(JsonValue root) {
        return JsonPointer.find(root, tokens);
    }
}
