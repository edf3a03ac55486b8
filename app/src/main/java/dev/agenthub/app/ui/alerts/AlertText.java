package dev.agenthub.app.ui.alerts;

import dev.agenthub.api.Alert;
import dev.agenthub.api.CapAlert;
import dev.agenthub.api.OverrideAlert;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.text.WordOrder;
import java.util.Objects;

/**
 * The texts of an alert.
 *
 * @param headline the event and its time
 * @param what the request or budget concerned
 * @param reason the reason given by the acting member; empty where no member acted
 * @param acknowledge describes the acknowledgement for screen readers
 */
record AlertText(String headline, String what, String reason, String acknowledge) {
    private static final Messages MESSAGES = Messages.of(AlertText.class);

    static AlertText of(Alert alert, Moments moments) {
        String when = moments.relative(alert.at());
        OverrideAlert override = alert.override();
        return override == null ? of(Objects.requireNonNull(alert.cap()), when) : of(override, when);
    }

    private static AlertText of(OverrideAlert override, String when) {
        String who = shown(override.memberName());
        String what = MESSAGES.text("alert.what", shown(override.title()), shown(override.askedBy()));
        return new AlertText(MESSAGES.text("alert.headline", who, when), what,
                MESSAGES.text("alert.reason", HiddenCharacters.markedLines(override.reason())),
                MESSAGES.text("alert.acknowledge.describe", who, what));
    }

    private static AlertText of(CapAlert cap, String when) {
        String connector = cap.connectorName();
        String where = connector == null
                ? MESSAGES.text("cap.workspace", shown(cap.workspaceName()))
                : MESSAGES.text("cap.connection", shown(connector), shown(cap.workspaceName()));
        String headline = MESSAGES.text(cap.percent() == 100 ? "cap.reached" : "cap.near",
                String.valueOf(cap.percent()), where, when);
        String last = Moments.fullDay(cap.period().last(cap.startsOn()));
        String what = MESSAGES.text("cap.what." + cap.period(), cap.used(), cap.cap(), cap.currency(), last);
        return new AlertText(headline, what, "", MESSAGES.text("cap.acknowledge.describe", headline, what));
    }

    private static String shown(String name) {
        return WordOrder.kept(HiddenCharacters.marked(name));
    }
}
