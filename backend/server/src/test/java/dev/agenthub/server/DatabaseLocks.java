package dev.agenthub.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads which sessions wait for a lock in the tests' database. */
public final class DatabaseLocks {

    private DatabaseLocks() {}

    /** Whether the backend waits for another session's lock. */
    public static boolean somebodyWaits() throws SQLException {
        try (Connection superuser = TestDatabase.get().superuserConnection();
                ResultSet found = superuser.createStatement().executeQuery(
                        "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and usename = 'hub_app'")) {
            found.next();
            return found.getInt(1) > 0;
        }
    }
}
