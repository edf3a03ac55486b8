package dev.agenthub.api;

import java.util.Locale;

/** Where a request stands between its submission and its end. */
public enum RequestState {
    /** Waits for decisions. */
    PENDING,
    /** Approved; it will run. */
    APPROVED,
    /** Denied by a member or a policy. */
    DENIED,
    /** Not approved in time. */
    EXPIRED,
    /** Cancelled by its requester or a member, replaced by an edit, or ended because a stricter policy came into force. */
    CANCELLED,
    /** The call is in progress. */
    EXECUTING,
    /** The call succeeded. */
    EXECUTED,
    /** The call certainly had no effect, or the provider refused it. */
    FAILED,
    /** The call may have had its effect; it is never repeated automatically. */
    UNKNOWN,
    /** Refused when it was to run, because something was not as it was approved. */
    REFUSED;

    /** Whether the request has not reached a final state. */
    public boolean open() {
        return this == PENDING || this == APPROVED || this == EXECUTING;
    }

    /** The value in JSON and in the database. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
