package dev.agenthub.evidence.verify.report;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.policy.ReplayGap;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * For how many requests the policy's demand could be replayed.
 *
 * @param whole requests for which all of it was
 * @param inPart requests that ask what the rules that they name ask, where it could not be told of every rule whether it applied
 * @param not requests whose policy is not known here or cannot be read
 * @param why how many of those in part and not each reason holds for, in the order of the reasons; one request may have several
 */
public record PolicyReplaySummary(long whole, long inPart, long not, Map<ReplayGap, Long> why) {

    public static final PolicyReplaySummary NONE = new PolicyReplaySummary(0, 0, 0, Map.of());

    public PolicyReplaySummary {
        EnumMap<ReplayGap, Long> ordered = new EnumMap<>(ReplayGap.class);
        ordered.putAll(why);
        why = Collections.unmodifiableMap(ordered);
    }

    /** All requests. */
    public long total() {
        return whole + inPart + not;
    }

    /** One request more: whole where there is no reason why not. */
    public PolicyReplaySummary and(Set<ReplayGap> untold) {
        EnumMap<ReplayGap, Long> counts = new EnumMap<>(ReplayGap.class);
        counts.putAll(why);
        untold.forEach(reason -> counts.merge(reason, 1L, Long::sum));
        if (untold.isEmpty()) {
            return new PolicyReplaySummary(whole + 1, inPart, not, counts);
        }
        return untold.contains(ReplayGap.POLICY) || untold.contains(ReplayGap.DOCUMENT)
                ? new PolicyReplaySummary(whole, inPart, not + 1, counts)
                : new PolicyReplaySummary(whole, inPart + 1, not, counts);
    }

    JsonObject toJson() {
        JsonObject.Builder reasons = JsonObject.builder();
        why.forEach((reason, requests) -> reasons.put(reason.word(), requests));
        return JsonObject.builder().put("inPart", inPart).put("not", not).put("whole", whole)
                .put("why", reasons.build()).build();
    }
}
