package dev.agenthub.server.common;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonPointer;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Refuses members of an object that mean nothing there: one whose name is misspelt would be left out in silence. */
public final class KnownMembers {
    private static final int LONGEST = 200;

    private KnownMembers() {}

    /**
     * Refuses an object with other members than these.
     *
     * @param at the JSON Pointer (RFC 6901) to the object
     * @throws RefusedException REQUEST_MALFORMED, beginning with the place of the first that is not known
     */
    public static void require(JsonObject object, String at, Set<String> known) {
        for (String name : object.members().keySet()) {
            if (!known.contains(name)) {
                throw new RefusedException(ErrorCode.REQUEST_MALFORMED, unknown(JsonPointer.child(at, name), known));
            }
        }
    }

    /** What to say of a member that is not known, and never what it holds. */
    public static String unknown(String place, Collection<String> known) {
        String shown = place.codePointCount(0, place.length()) <= LONGEST
                ? place
                : place.substring(0, place.offsetByCodePoints(0, LONGEST)) + "…";
        return "\"" + shown + "\": there is no such member. Known there: " + String.join(", ", new TreeSet<>(known))
                + ".";
    }
}
