package dev.agenthub.app.ui.approvals.pane;

import dev.agenthub.app.text.HashPhrase;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.approvals.request.RequestText;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.evidence.hash.Hash;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;

/** The hash of the payload, computed on this machine, in digits and as words to read aloud. */
public final class HashController {
    private static final Messages MESSAGES = Messages.of(HashController.class);

    @FXML
    private Node caption;
    @FXML
    private Label hash;
    @FXML
    private CopyButton copyHash;
    @FXML
    private Label same;
    @FXML
    private Node phraseLine;
    @FXML
    private Label phrase;
    @FXML
    private CopyButton copyPhrase;

    @FXML
    void initialize() {
        Tooltip.install(same, new Tooltip(MESSAGES.text("request.same.tip")));
        Tooltip.install(phrase, new Tooltip(MESSAGES.text("request.say.tip")));
    }

    /** The line with the hash as words. */
    Node phraseLine() {
        return phraseLine;
    }

    /** Where there is very little room, the digits go without the name of their kind, and so in fewer lines. */
    void setCramped(boolean cramped) {
        Shown.set(caption, !cramped);
    }

    void show(Hash computed) {
        String words = HashPhrase.of(computed);
        hash.setText(RequestText.chunks(computed.hex()));
        phrase.setText(words);
        copyHash.offer(computed.hex());
        copyPhrase.offer(words);
    }
}
