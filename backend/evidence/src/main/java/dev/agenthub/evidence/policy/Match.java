package dev.agenthub.evidence.policy;

import dev.agenthub.evidence.documents.DocumentNode;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which actions a rule is about: each list names alternatives, an empty one leaves that side open.
 *
 * @param tools names, in which {@code *} stands for any run of characters
 */
public record Match(List<String> workspaces, List<String> agents, List<String> tools, List<String> connectors,
        List<String> risks) {

    static final Match ALL = new Match(List.of(), List.of(), List.of(), List.of(), List.of());

    private static final Pattern ID = Pattern
            .compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Set<String> MEMBERS = Set.of("workspace", "agent", "tool", "connector", "risk");
    private static final List<String> RISKS = List.of("low", "medium", "high");
    private static final int MOST = 1000;

    public Match {
        workspaces = List.copyOf(workspaces);
        agents = List.copyOf(agents);
        tools = List.copyOf(tools);
        connectors = List.copyOf(connectors);
        risks = List.copyOf(risks);
    }

    static Match read(DocumentNode node) {
        node.only(MEMBERS);
        return new Match(ids(node.get("workspace")), ids(node.get("agent")), words(node.get("tool")),
                ids(node.get("connector")), risks(node.get("risk")));
    }

    private static List<String> words(@Nullable DocumentNode node) {
        return node == null ? List.of() : node.oneOrMore(MOST).stream().map(word -> word.text(200)).toList();
    }

    private static List<String> ids(@Nullable DocumentNode node) {
        return node == null ? List.of() : node.oneOrMore(MOST).stream().map(Match::id).toList();
    }

    static String id(DocumentNode node) {
        String id = node.text(36);
        if (!ID.matcher(id).matches()) {
            throw node.fault("An identifier (a UUID in lower case) is expected.");
        }
        return id;
    }

    private static List<String> risks(@Nullable DocumentNode node) {
        if (node != null) {
            node.oneOrMore(MOST).stream().filter(risk -> !RISKS.contains(risk.text(20))).findFirst().ifPresent(risk -> {
                throw risk.fault("One of " + RISKS + " is expected.");
            });
        }
        return words(node);
    }

    boolean covers(PolicyInput question) {
        return coversButRisk(question) && named(risks, question.risk());
    }

    /** The same of an action of which only the agent is known: whether the rule may be about it; null is not even that. */
    public boolean mayCoverAgent(@Nullable UUID agent) {
        return agent == null || named(agents, agent.toString());
    }

    /** Whether what is known of an action says whether the rule is about it: its risk may be empty. */
    public boolean isTold(PolicyInput question) {
        return risks.isEmpty() || !question.risk().isEmpty();
    }

    /** Whether the rule is, or may be, about an action whose risk may be empty. */
    public boolean mayCover(PolicyInput question) {
        return isTold(question) ? covers(question) : coversButRisk(question);
    }

    private boolean coversButRisk(PolicyInput question) {
        return named(workspaces, question.workspace().toString())
                && named(agents, question.agent().toString())
                && named(connectors, question.connector().toString())
                && (tools.isEmpty() || tools.stream().anyMatch(pattern -> like(pattern, question.tool())));
    }

    private static boolean named(List<String> alternatives, String value) {
        return alternatives.isEmpty() || alternatives.contains(value);
    }

    /** At most pattern times tool many steps. */
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
