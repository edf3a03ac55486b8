package dev.agenthub.api;

import java.util.Locale;

/** Where a request stands between its submission and its end. */
public enum RequestState {
    /** Waits for decisions. */
    PENDING,
    /** May run, and will. */
    APPROVED,
    /** A member, or a policy, said no. */
    DENIED,
    /** Nobody approved it in time. */
    EXPIRED,
    /** Whoever asked or a member took it back, a member edited it, or a policy that asks more came into force. */
    CANCELLED,
    /** Was claimed: the call is under way. */
    EXECUTING,
    /** The call succeeded. */
    EXECUTED,
    /** The call certainly had no effect, or the provider said no. */
    FAILED,
    /** The call may have had its effect; it is never repeated by itself. */
    UNKNOWN,
    /** Something was not as approved when it was about to run. */
    REFUSED;

    /** Whether the request still has something ahead of it. */
    public boolean open() {
        return this == PENDING || this == APPROVED || this == EXECUTING;
    }

    /** The word on the wire and in the database. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
