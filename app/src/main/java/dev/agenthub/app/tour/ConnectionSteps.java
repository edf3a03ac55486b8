package dev.agenthub.app.tour;

import dev.agenthub.app.tour.Tour.Step;
import java.util.List;
import javafx.scene.Node;

/** The tour's steps with an OAuth connection. */
final class ConnectionSteps {
    private static final String SANDBOX = "Sandbox (with consent)";

    /** Part of the authorization detail that a tool needs. */
    private static final String AMOUNT = "\"limit\":\"500.00\"";

    private final WindowReader reader;
    private final WindowRobot robot;
    private final SampleAccess sample;

    ConnectionSteps(WindowReader reader, WindowRobot robot, SampleAccess sample) {
        this.reader = reader;
        this.robot = robot;
        this.sample = sample;
    }

    List<Step> steps() {
        return List.of(new Step("connection", "Ada consents to the sandbox in her browser", this::connect));
    }

    private void connect() {
        sample.installLimitedRefunds();
        robot.click("rail-connections");
        robot.click("the button that connects", node -> isOf(node, "connection-help-"));
        reader.read("connections-done", SANDBOX + " is connected");
        robot.click("the details", node -> isOf(node, "connection-inside-"));
        reader.waitFor("the amount that the provider granted", () -> reader.find(node -> isIn(node,
                "connection-details-granted-") && WindowReader.text(node).contains(AMOUNT)));
    }

    private static boolean isIn(Node node, String column) {
        return node.getParent() != null && node.getParent().getId() != null
                && node.getParent().getId().startsWith(column);
    }

    private static boolean isOf(Node node, String button) {
        return node.getId() != null && node.getId().startsWith(button) && node.getAccessibleText() != null
                && node.getAccessibleText().contains(SANDBOX);
    }
}
