package dev.agenthub.server.policies;

import dev.agenthub.api.Risk;
import java.util.Arrays;
import java.util.List;

/** Which actions a rule is about: each list names alternatives, an empty one leaves that side open. */
record Match(List<String> workspaces, List<String> agents, List<String> tools, List<String> risks) {

    Match {
        workspaces = List.copyOf(workspaces);
        agents = List.copyOf(agents);
        tools = List.copyOf(tools);
        risks = List.copyOf(risks);
        List<String> known = Arrays.stream(Risk.values()).map(Risk::toString).toList();
        if (!known.containsAll(risks)) {
            throw new IllegalArgumentException("risk is one of " + known);
        }
    }

    boolean covers(Question question) {
        return named(workspaces, question.workspace().toString())
                && named(agents, question.agent().toString())
                && named(risks, question.risk().toString())
                && (tools.isEmpty() || tools.stream().anyMatch(pattern -> like(pattern, question.tool())));
    }

    private static boolean named(List<String> alternatives, String value) {
        return alternatives.isEmpty() || alternatives.contains(value);
    }

    /** {@code *} stands for any run of characters, everything else for itself; at most pattern times tool many steps. */
    private static boolean like(String pattern, String tool) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < tool.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && pattern.charAt(p) == tool.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        return pattern.substring(p).chars().allMatch(c -> c == '*');
    }
}
