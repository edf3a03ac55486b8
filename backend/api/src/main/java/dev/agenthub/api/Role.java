package dev.agenthub.api;

import java.util.Locale;

/** What a member may do: vote, read the audit log, manage, or everything an organization allows. */
public enum Role {
    APPROVER, AUDITOR, ADMIN, OWNER;

    /** The value in JSON and in the database. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
