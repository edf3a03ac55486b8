package dev.agenthub.server.common;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonPointer;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Refuses unknown members of a JSON object, so that a misspelt one is reported and not ignored. */
public final class KnownMembers {
    private static final int LONGEST = 200;

    private KnownMembers() {}

    /**
     * Refuses an object with members other than these.
     *
     * @param at the JSON Pointer (RFC 6901) to the object
     * @throws RefusedException REQUEST_MALFORMED, beginning with the place of the first unknown member
     */
    public static void require(JsonObject object, String at, Set<String> known) {
        for (String name : object.members().keySet()) {
            if (!known.contains(name)) {
                throw new RefusedException(ErrorCode.REQUEST_MALFORMED, unknown(JsonPointer.child(at, name), known));
            }
        }
    }

    /** The message for an unknown member; it never contains the member's value. */
    public static String unknown(String place, Collection<String> known) {
        String shown = place.codePointCount(0, place.length()) <= LONGEST
                ? place
                : place.substring(0, place.offsetByCodePoints(0, LONGEST)) + "…";
        return "\"" + shown + "\": there is no such member. Known there: " + String.join(", ", new TreeSet<>(known))
                + ".";
    }
}
