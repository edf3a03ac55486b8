package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.canonical.JsonObject;

/**
 * How much was replayed of what policies asked of requests.
 *
 * @param whole requests for which all of it was
 * @param inPart requests that ask what the rules that they name ask, where it could not be told of every rule whether it applied
 * @param not requests whose policy is not known here or cannot be read
 */
public record PoliciesReplayed(long whole, long inPart, long not) {

    static final PoliciesReplayed NONE = new PoliciesReplayed(0, 0, 0);

    /** All requests. */
    public long total() {
        return whole + inPart + not;
    }

    JsonObject toJson() {
        return JsonObject.builder().put("inPart", inPart).put("not", not).put("whole", whole).build();
    }
}
