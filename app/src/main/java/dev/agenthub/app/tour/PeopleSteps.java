package dev.agenthub.app.tour;

import java.util.List;
import javafx.scene.Node;

/** The tour's steps of enrolment, sign-out and sign-in. */
final class PeopleSteps {
    static final String ADA = "Ada Lind";
    static final String BEN = "Ben Osei";

    private final WindowReader reader;
    private final WindowRobot robot;
    private String invitation = "";

    PeopleSteps(WindowReader reader, WindowRobot robot) {
        this.reader = reader;
        this.robot = robot;
    }

    /** Enrols a new organization's first owner, who needs no invitation. */
    void enrolTheFirst() {
        reader.see("enrol-name");
        enrol(ADA);
    }

    /** Creates an invitation as the signed-in member. */
    void invite() {
        robot.click("rail-people");
        robot.type("invite-name", BEN);
        check("invite-role-approver");
        check("invite-group-approvers");
        robot.click("invite-submit");
        invitation = reader.read("invite-code", "ahi_").strip();
    }

    private void check(String id) {
        if (!reader.isSelected(id)) {
            robot.click(id);
        }
    }

    /** Enrols the invited person on this machine with the code. */
    void enrolTheInvited() {
        signOut();
        robot.click("signin-invited");
        robot.type("enrol-code", invitation);
        enrol(BEN);
    }

    private void enrol(String name) {
        robot.type("enrol-name", name);
        robot.type("enrol-passphrase", passphrase(name));
        robot.type("enrol-repeat", passphrase(name));
        robot.click("enrol-submit");
        reader.read("rail-member", name);
    }

    /** Signs in a person who enrolled before. */
    void signIn(String name) {
        signOut();
        robot.click(name + " among the people", node -> isPerson(node) && WindowReader.text(node).contains(name));
        robot.type("signin-passphrase", passphrase(name));
        robot.click("signin-submit");
        reader.read("rail-member", name);
    }

    private static boolean isPerson(Node node) {
        return node.getId() != null && node.getId().startsWith("signin-person-");
    }

    void signOut() {
        robot.click("rail-sign-out");
        reader.seeNo("rail-member");
    }

    private static String passphrase(String name) {
        return String.join(" ", List.of("velvet", "candle", name.substring(0, 3), "orbit", "north"));
    }
}
