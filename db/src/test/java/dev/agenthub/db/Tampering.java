package dev.agenthub.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Changes that the administrator of the database can make to the log. */
public final class Tampering {
    private Tampering() {}

    /** Runs statements past every trigger, the log's own included, which stand again afterwards. */
    public static void with(Connection superuser, String... statements) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
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
