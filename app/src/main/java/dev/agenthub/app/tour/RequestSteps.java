package dev.agenthub.app.tour;

import dev.agenthub.app.tour.Tour.Step;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** The tour's steps with five requests: reading, approval, one execution, and the refusal of an altered one. */
final class RequestSteps {
    private static final String TICKET = "Ticket (high)";
    private static final String REFUND = "Refund 480.00 EUR";
    private static final String REPORT = "Report to quality@fjell-tents.example";
    private static final String SECOND_TICKET = "Zip slider for NW-20377";
    private static final String ALTERED = "Refund everything at once";
    private static final String ROW = "request-row-";

    private final WindowReader reader;
    private final WindowRobot robot;
    private final SampleAccess sample;
    private final PeopleSteps people;
    private final SandboxCalls sandbox;

    RequestSteps(WindowReader reader, WindowRobot robot, SampleAccess sample, PeopleSteps people) {
        this.reader = reader;
        this.robot = robot;
        this.sample = sample;
        this.people = people;
        this.sandbox = new SandboxCalls(sample.sandboxCalls());
    }

    List<Step> steps() {
        return List.of(
                new Step("first-run", "Ada Lind enrols as the first owner", people::enrolTheFirst),
                new Step("inbox", "Four actions arrive live; the message ran by policy", this::arrive),
                new Step("ticket", "The ticket's exact bytes, hashed here", () -> open(TICKET)),
                new Step("ticket-executed", "Ada approves the ticket, and it runs once", this::runTheTicket),
                new Step("report-file", "The report's file, hashed here and shown whole", this::readTheFile),
                new Step("report-executed", "Ada approves the report, and the file goes out as shown",
                        this::runTheReport),
                new Step("refund-one-of-two", "Ada approves the refund: 1 of 2, nothing runs", this::voteOnce),
                new Step("invite", "Ada invites Ben Osei", people::invite),
                new Step("second-person", "Ben enrols with the code and his own key", people::enrolTheInvited),
                new Step("refund-executed", "Ben approves the refund, and it runs exactly once", this::runTheRefund),
                new Step("altered", "A payload altered after its approval is refused", this::alter));
    }

    private void arrive() {
        robot.click("rail-inbox");
        reader.read("inbox-link", "Live");
        seeRow(TICKET);
        seeRow(REFUND);
        seeRow(REPORT);
        robot.click("inbox-everything");
        seeRow("Message to mara.lindqvist@example.com", "Executed");
        sandbox.expect("/messages", 1);
        sandbox.expect("/tickets", 0);
        sandbox.expect("/refunds", 0);
        sandbox.expect("/reports", 0);
    }

    private void seeRow(String... words) {
        reader.waitFor("a row that says " + List.of(words),
                () -> reader.find(node -> isRow(node.getId()) && List.of(words)
                        .stream().allMatch(WindowReader.text(node)::contains)));
    }

    private static boolean isRow(String id) {
        return id != null && id.startsWith(ROW);
    }

    /** Opens a request and waits until the desktop has hashed its payload. */
    private void open(String title) {
        choose(title);
        readThePayload();
    }

    private void choose(String title) {
        robot.click("the row of " + title, node -> isRow(node.getId()) && WindowReader.text(node).contains(title));
        reader.read("request-title", title);
        reader.see("request-same-here");
    }

    private void readThePayload() {
        robot.scrollThrough("request-payload", "all of the payload to have been on screen", () -> !reader.isShown(
                "request-rest"));
        reader.read("request-armed", "Your key signs exactly these bytes");
    }

    private void runTheTicket() {
        robot.click("request-approve");
        robot.click("decided-show");
        reader.read("request-outcome-title", "Executed");
        sandbox.expect("/tickets", 1);
    }

    private void readTheFile() {
        choose(REPORT);
        reader.read("file-0-state", "same here");
        robot.click("file-0-show");
        robot.scrollThrough("file-text", "all of the file to have been on screen",
                () -> reader.find(WindowReader.withId(
                        "file-0-state")).filter(state -> WindowReader.text(state).contains("all shown")).isPresent());
        reader.see("request-rest");
    }

    private void runTheReport() {
        String shown = reader.read("file-hash").replaceAll("\\s", "");
        robot.click("file-back");
        readThePayload();
        robot.click("request-approve");
        robot.click("decided-show");
        reader.read("request-outcome-title", "Executed");
        sandbox.expect("/reports", 1);
        sandbox.expectFile("/reports", shown);
    }

    private void voteOnce() {
        open(REFUND);
        robot.click("request-approve");
        reader.read("request-progress", "1 of 2");
        reader.read("request-ineligible", "Your vote is in");
        sandbox.expect("/refunds", 0);
    }

    private void runTheRefund() {
        robot.click("rail-inbox");
        open(REFUND);
        reader.read("request-votes", PeopleSteps.ADA);
        robot.click("request-approve");
        reader.read("request-outcome-title", "Executed");
        sandbox.expect("/refunds", 1);
    }

    /** Reaches the quorum, and alters the approved payload as a database superuser before the run begins. */
    private void alter() throws IOException {
        sample.holdExecution();
        UUID request;
        try {
            request = sample.submitTicket(SECOND_TICKET);
            seeRow(SECOND_TICKET);
            open(SECOND_TICKET);
            robot.click("request-approve");
            reader.read("request-outcome-title", "Approved");
            sample.alterPayload(request, SECOND_TICKET, ALTERED);
        } finally {
            sample.resumeExecution();
        }
        robot.click("inbox-everything");
        seeRow(SECOND_TICKET, "Refused to run");
        reader.read("request-outcome-title", "the stored payload is not the one that was approved");
        reader.read("request-refusal", "RUN_HASH_MISMATCH");
        sandbox.expect("/tickets", 1);
        // Restores the payload, as an attacker would to cover their tracks; only the log still records the alteration.
        sample.alterPayload(request, ALTERED, SECOND_TICKET);
    }
}
