package dev.agenthub.app.ui.approvals.views;

/** The views of a payload. Only what was on screen in the exact view counts as seen; the others help to read. */
public enum PayloadView {
    EXACT,
    /** Its texts, each drawn as its script is written. */
    READ,
    /** Its names and values as a tree, what a person needs first at the top. */
    TREE,
    /** Its bytes in hexadecimal. */
    HEX,
    /** The differences from the agent's last similar action that ran. */
    CHANGES
}
