package dev.agenthub.app.ui.policies;

import dev.agenthub.api.PolicyAnswer;
import dev.agenthub.api.SimulatedRequest;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import java.util.stream.Collectors;

/** One row of a simulation: a request, its recorded decision and the draft's. */
record SimulatedRow(String title, String decided, String drafted, boolean changes) {

    static SimulatedRow of(SimulatedRequest request, Messages words) {
        return new SimulatedRow(HiddenCharacters.marked(request.title()), said(request.decided(), words),
                said(request.drafted(), words), request.changes());
    }

    private static String said(PolicyAnswer answer, Messages words) {
        return switch (answer.outcome()) {
            case "allow" -> words.text("answer.allow");
            case "deny" -> words.text("answer.deny");
            default -> answer.required().stream()
                    .map(required -> words.text("answer.required", required.count(), required.group()))
                    .collect(Collectors.joining(words.text("answer.and")));
        };
    }
}
