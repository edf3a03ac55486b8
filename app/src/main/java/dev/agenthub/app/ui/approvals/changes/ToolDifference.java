package dev.agenthub.app.ui.approvals.changes;

import dev.agenthub.api.ToolChange;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a tool's definition differs from the one of an earlier action, if the backend sent both and they match their digests. */
public sealed interface ToolDifference {
    /** Where the changes stand: in no payload, which names the definition by its digest. */
    Place DEFINITION = Place.WHOLE.member("definition");

    /** Both actions name the same definition, and nothing is told of another one. */
    record None() implements ToolDifference {}

    /** The actions name different definitions, and the backend did not send them. */
    record NotTold() implements ToolDifference {}

    /**
     * The backend did not keep one of the definitions.
     *
     * @param earlier true for the earlier definition, false for the current one
     */
    record NotKept(boolean earlier) implements ToolDifference {}

    /** The definitions that the backend sent do not match their digests. */
    record Untrue() implements ToolDifference {}

    /**
     * Both are known.
     *
     * @param ofThatAction whether the action that the request is compared with ran with
     *        the earlier one; else another did, as the backend says
     */
    record Found(boolean ofThatAction, JsonDiff comparison) implements ToolDifference {}

    /**
     * Checks what is told and compares it.
     *
     * @param told null for nothing
     * @param like the action that ran, whose payload is {@code before}
     */
    static ToolDifference of(@Nullable ToolChange told, UUID like, JsonObject before, JsonObject now) {
        boolean differ = !digest(before).equals(digest(now));
        if (told == null || (differ && !told.request().equals(like))) {
            return differ ? new NotTold() : new None();
        }
        if (differ && !told.digest().equals(digest(before))) {
            return new Untrue();
        }
        String was = told.before();
        String is = told.now();
        if (was == null || is == null) {
            return new NotKept(was == null);
        }
        JsonValue earlier = parsed(was, told.digest());
        JsonValue present = parsed(is, digest(now));
        return earlier == null || present == null
                ? new Untrue()
                : new Found(differ, JsonDiff.of(DEFINITION, earlier, present, PayloadChanges.MOST));
    }

    private static String digest(JsonObject payload) {
        return payload.object("tool").string("digest");
    }

    private static @Nullable JsonValue parsed(String text, String digest) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return Hash.sha256(bytes).hex().equals(digest) ? JsonValue.parse(bytes) : null;
        } catch (EvidenceException _) {
            return null;
        }
    }
}
