package dev.agenthub.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queries of the shared database that bypass row-level security, over one connection that stays open. */
public final class SharedDatabaseQueries {
    private static @Nullable Connection connection;

    private SharedDatabaseQueries() {}

    /** The first column of what the query finds. */
    public static synchronized List<String> superuser(String sql) throws SQLException {
        Connection superuser = connection;
        if (superuser == null) {
            superuser = SharedDatabase.get().superuserConnection();
            connection = superuser;
        }
        List<String> values = new ArrayList<>();
        try (Statement statement = superuser.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
