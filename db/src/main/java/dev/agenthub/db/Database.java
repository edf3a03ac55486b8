package dev.agenthub.db;

/** A database that is migrated and examined: what the backend works with, embedded or external. */
public interface Database {

    OrgTransactions transactions();

    Organizations organizations();

    Announcements announcements();
}
