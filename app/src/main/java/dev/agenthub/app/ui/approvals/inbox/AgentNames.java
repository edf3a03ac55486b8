package dev.agenthub.app.ui.approvals.inbox;

import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Names agents on screen. Agents that share a name are told apart by the end of their id. */
final class AgentNames {
    private static final Messages MESSAGES = Messages.of(AgentNames.class);
    private static final int TOLD = 6;

    private AgentNames() {}

    /** Returns the name to show for each agent id. */
    static Map<UUID, String> of(Map<UUID, String> names) {
        Map<String, Integer> alike = new HashMap<>();
        Map<UUID, String> shown = new LinkedHashMap<>();
        names.forEach((agent, name) -> shown.put(agent, HiddenCharacters.marked(name)));
        shown.values().forEach(name -> alike.merge(name, 1, Integer::sum));
        shown.replaceAll((agent, name) -> alike.getOrDefault(name, 0) == 1
                ? name
                : MESSAGES.text("inbox.agents.alike", name, agent.toString().substring(36 - TOLD)));
        return shown;
    }
}
