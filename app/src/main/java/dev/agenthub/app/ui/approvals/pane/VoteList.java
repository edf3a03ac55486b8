package dev.agenthub.app.ui.approvals.pane;

import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.approvals.request.CheckedVote;
import dev.agenthub.app.ui.approvals.request.RequestText;
import dev.agenthub.app.ui.common.MeasuredBox;
import dev.agenthub.app.ui.common.TextControls;
import java.util.List;
import javafx.scene.control.Label;
import org.kordamp.ikonli.feather.Feather;

/** The decisions on a request, each with the result of checking its signature on this machine. */
public final class VoteList extends MeasuredBox {
    private static final Messages MESSAGES = Messages.of(VoteList.class);

    public VoteList() {
        setSpacing(4);
    }

    void show(List<CheckedVote> votes, RequestText wording) {
        if (votes.isEmpty()) {
            Label none = new Label(MESSAGES.text("request.votes.none"));
            none.getStyleClass().add("text-muted");
            getChildren().setAll(none);
        } else {
            getChildren().setAll(votes.stream().map(vote -> lines(vote, wording)).toList());
        }
    }

    private static MeasuredBox lines(CheckedVote checked, RequestText wording) {
        MeasuredBox lines = new MeasuredBox(IconLine.of(wording.vote(checked.vote()), Feather.USER, "vote"),
                IconLine.of(wording.check(checked), checked.valid() ? Feather.CHECK : Feather.ALERT_OCTAGON,
                        checked.valid() ? "vote-valid" : "vote-invalid"));
        String given = wording.reason(checked.vote());
        if (!given.isEmpty()) {
            lines.getChildren().add(TextControls.wrapped(given, "vote-reason"));
        }
        return lines;
    }
}
