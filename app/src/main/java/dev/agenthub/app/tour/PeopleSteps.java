package dev.agenthub.app.tour;

import java.util.List;
import javafx.scene.Node;

/** How people come in and go out: enrol, sign out, sign in again. */
final class PeopleSteps {
    static final String ADA = "Ada Lind";
    static final String BEN = "Ben Osei";

    private final Eyes eyes;
    private final Hand hand;
    private String invitation = "";

    PeopleSteps(Eyes eyes, Hand hand) {
        this.eyes = eyes;
        this.hand = hand;
    }

    /** The first person of a new organization enrols; nobody has to invite them. */
    void enrolTheFirst() {
        eyes.see("enrol-name");
        enrol(ADA);
    }

    /** Somebody signed in makes a one-time code. */
    void invite() {
        hand.click("rail-people");
        hand.type("invite-name", BEN);
        check("invite-role-approver");
        check("invite-group-approvers");
        hand.click("invite-submit");
        invitation = eyes.read("invite-code", "ahi_").strip();
    }

    private void check(String id) {
        if (!eyes.isSelected(id)) {
            hand.click(id);
        }
    }

    /** The invited person enrols on this machine with the code. */
    void enrolTheInvited() {
        signOut();
        hand.click("signin-invited");
        hand.type("enrol-code", invitation);
        enrol(BEN);
    }

    private void enrol(String name) {
        hand.type("enrol-name", name);
        hand.type("enrol-passphrase", passphrase(name));
        hand.type("enrol-repeat", passphrase(name));
        hand.click("enrol-submit");
        eyes.read("rail-member", name);
    }

    /** Somebody who enrolled before unlocks their key. */
    void signIn(String name) {
        signOut();
        hand.click(name + " among the people", node -> isPerson(node) && Eyes.text(node).contains(name));
        hand.type("signin-passphrase", passphrase(name));
        hand.click("signin-submit");
        eyes.read("rail-member", name);
    }

    private static boolean isPerson(Node node) {
        return node.getId() != null && node.getId().startsWith("signin-person-");
    }

    void signOut() {
        hand.click("rail-sign-out");
        eyes.seeNo("rail-member");
    }

    private static String passphrase(String name) {
        return String.join(" ", List.of("velvet", "candle", name.substring(0, 3), "orbit", "north"));
    }
}
