package dev.agenthub.app.ui.approvals.pane;

import dev.agenthub.app.ui.approvals.request.ExactPayload;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import dev.agenthub.app.ui.approvals.request.RequestText;
import dev.agenthub.app.ui.common.Shown;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** The requirement of the policy, the votes, what the agent says, and the identifiers and digests of the payload. */
public final class FactsController {
    private final RequestText wording;

    @FXML
    private Label requirement;
    @FXML
    private Label terms;
    @FXML
    private VoteList votes;
    @FXML
    private VBox saysBox;
    @FXML
    private Label says;
    @FXML
    private IdentifierList identifiers;

    FactsController(RequestText wording) {
        this.wording = wording;
    }

    /** Shows the identifiers of another payload. */
    void begin(ExactPayload payload) {
        identifiers.show(payload.json());
    }

    void show(OpenRequest request) {
        requirement.setText(wording.requirement(request.detail()));
        terms.setText(wording.terms(request.detail().terms()));
        Shown.set(terms, !terms.getText().isEmpty());
        votes.show(request.votes(), wording);
        says.setText(wording.says(request.detail().agentSays()));
        Shown.set(saysBox, request.detail().summary().change() == null);
    }
}
