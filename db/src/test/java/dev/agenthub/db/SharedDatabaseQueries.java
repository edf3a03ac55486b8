package dev.agenthub.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the tests ask of the shared database past row-level security. */
final class SharedDatabaseQueries {

    private SharedDatabaseQueries() {}

    /** The first column of what the query finds. */
    static List<String> superuser(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection superuser = SharedDatabase.get().superuserConnection();
                Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
