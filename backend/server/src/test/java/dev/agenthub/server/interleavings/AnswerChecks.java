package dev.agenthub.server.interleavings;

import dev.agenthub.server.interleavings.CallHistory.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Compares the log with the clients' answers: accepted calls are in it once, refused ones
 * are not, and calls that ended before another began precede it.
 */
final class AnswerChecks {

    private final List<String> faults = new ArrayList<>();
    private final Map<Trace, Integer> places = new HashMap<>();

    private AnswerChecks() {}

    static List<String> faults(List<Step> steps, List<JsonNode> events, long begin) {
        AnswerChecks books = new AnswerChecks();
        books.readLog(events, begin);
        books.compare(steps);
        books.requireOrder(steps);
        return books.faults;
    }

    private void readLog(List<JsonNode> events, long begin) {
        for (int seq = (int) begin; seq < events.size(); seq++) {
            Trace trace = Trace.left(events.get(seq));
            if (trace != null && places.put(trace, seq) != null) {
                faults.add("Entry " + seq + " is there a second time: " + trace);
            }
        }
    }

    private void compare(List<Step> steps) {
        Set<Trace> accepted = new HashSet<>();
        for (Step step : steps) {
            if (step.trace() != null) {
                accepted.add(step.trace());
                if (!places.containsKey(step.trace()) && !step.trace().type().equals("change.applied")) {
                    faults.add("Accepted, and not in the log: " + step);
                }
            }
        }
        places.forEach((trace, seq) -> {
            if (!accepted.contains(trace)) {
                faults.add("Entry " + seq + " is in the log, and nobody was told that it was accepted: " + trace);
            }
        });
    }

    /** A step, with the place of its only trace in the log. */
    private record Placed(Step step, int seq) {}

    /** Checks the order of steps whose trace no other step left. */
    private void requireOrder(List<Step> steps) {
        Map<Trace, Placed> once = new HashMap<>();
        Set<Trace> twice = new HashSet<>();
        for (Step step : steps) {
            Integer place = step.trace() == null ? null : places.get(step.trace());
            if (step.trace() != null && place != null && once.put(step.trace(), new Placed(step, place)) != null) {
                twice.add(step.trace());
            }
        }
        once.keySet().removeAll(twice);
        List<Placed> byEnd = once.values().stream()
                .sorted(Comparator.comparingLong((Placed placed) -> placed.step().ended())).toList();
        int over = 0;
        int last = -1;
        for (Placed placed : once.values().stream()
                .sorted(Comparator.comparingLong((Placed some) -> some.step().began())).toList()) {
            while (over < byEnd.size() && byEnd.get(over).step().ended() < placed.step().began()) {
                last = Math.max(last, byEnd.get(over).seq());
                over++;
            }
            if (placed.seq() < last) {
                faults.add("Entry " + last + " stands after what began when it was over: " + placed.step());
            }
        }
    }
}
