package dev.agenthub.evidence.verify.report;

import dev.agenthub.evidence.EvidenceException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects findings; of each code the first {@value #KEPT} are kept and the rest counted. */
public final class Findings {

    public static final int KEPT = 100;

    private final List<Finding> kept = new ArrayList<>();
    private final Map<String, Long> counts = new LinkedHashMap<>();

    public void add(String code, @Nullable Long seq, String message) {
        if (counts.merge(code, 1L, Long::sum) <= KEPT) {
            kept.add(new Finding(code, seq, message));
        }
    }

    public void add(EvidenceException rejection, @Nullable Long seq) {
        String message = String.valueOf(rejection.getMessage());
        add(rejection.code(), seq, rejection.offset() < 0 ? message : message + " (byte " + rejection.offset() + ")");
    }

    public void addAll(List<Finding> findings) {
        findings.forEach(finding -> add(finding.code(), finding.seq(), finding.message()));
    }

    public boolean has(String code) {
        return counts.containsKey(code);
    }

    public boolean hasRejection() {
        return kept.stream().anyMatch(finding -> !finding.isWarning());
    }

    /** What was found: first about entries, in their order, then about the whole; rejections before warnings. */
    public List<Finding> list() {
        List<Finding> all = new ArrayList<>(kept);
        counts.forEach((code, count) -> {
            if (count > KEPT) {
                all.add(new Finding(code, null, "There are " + (count - KEPT) + " more of these."));
            }
        });
        Comparator<Finding> order = Comparator.comparing(Finding::isWarning);
        all.sort(order.thenComparing(Finding::seq, Comparator.nullsLast(Comparator.naturalOrder())));
        return all;
    }
}
