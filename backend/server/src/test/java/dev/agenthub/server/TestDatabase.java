package dev.agenthub.server;

import dev.agenthub.db.EmbeddedDatabase;
import dev.agenthub.db.SharedDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** The one embedded database of a test JVM; tests take an organization of their own in it. */
public final class TestDatabase {
    private static final EmbeddedDatabase DATABASE = SharedDatabase.get();

    private TestDatabase() {}

    public static EmbeddedDatabase get() {
        return DATABASE;
    }

    /** A new organization, empty but for its open log. */
    public static UUID organization() {
        return DATABASE.database().organizations().create("Northwind Outfitters", "test");
    }

    /** Runs statements on the audit log as somebody with the database's superuser could, past every trigger. */
    public static void tamper(String... statements) throws SQLException {
        try (var connection = DATABASE.superuserConnection(); var statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute("alter table audit.event disable trigger all");
            statement.execute("alter table audit.head disable trigger all");
            for (String sql : statements) {
                statement.execute(sql);
            }
            statement.execute("alter table audit.event enable trigger all");
            statement.execute("alter table audit.head enable trigger all");
            for (String trigger : List.of("event enable always trigger append_only",
                    "event enable always trigger append_only_truncate", "head enable always trigger append_only",
                    "head enable always trigger append_only_truncate", "head enable always trigger grows")) {
                statement.execute("alter table audit." + trigger);
            }
        }
    }
}
