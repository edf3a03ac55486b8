package dev.agenthub.app.tour;

import dev.agenthub.app.tour.Tour.Step;
import java.util.List;
import javafx.scene.Node;

/** What happens to the connection that is authorized at its provider. */
final class ConnectionSteps {
    private static final String SANDBOX = "Sandbox (with consent)";

    private final Eyes eyes;
    private final Hand hand;

    ConnectionSteps(Eyes eyes, Hand hand) {
        this.eyes = eyes;
        this.hand = hand;
    }

    List<Step> steps() {
        return List.of(new Step("connection", "Ada consents to the sandbox in her browser", this::connect));
    }

    private void connect() {
        hand.click("rail-connections");
        hand.click("the button that connects", node -> isOf(node, "connection-help-"));
        eyes.read("connections-done", SANDBOX + " is connected");
        hand.click("the details", node -> isOf(node, "connection-inside-"));
        eyes.waitFor("what the provider granted", () -> eyes.find(node -> node.getId() != null
                && node.getId().startsWith("connection-granted-")));
    }

    private static boolean isOf(Node node, String button) {
        return node.getId() != null && node.getId().startsWith(button) && node.getAccessibleText() != null
                && node.getAccessibleText().contains(SANDBOX);
    }
}
