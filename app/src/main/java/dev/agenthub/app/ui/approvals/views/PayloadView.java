package dev.agenthub.app.ui.approvals.views;

/** How a payload is looked at. What was on screen counts in the exact view alone; the others help to read. */
public enum PayloadView {
    EXACT,
    /** Its texts, each as its script wants. */
    READ,
    /** Its names and values, what a person reads first. */
    TREE,
    /** Its bytes in hexadecimal. */
    HEX,
    /** What differs from the last action alike that ran. */
    CHANGES
}
