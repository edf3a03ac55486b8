package dev.agenthub.db.doctor;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** A PostgreSQL server's release, such as 15.20, and what is known of it. */
public record ServerVersion(int major, int minor) {
    /** By major release, the first minor one that has the fixes for known faults of row-level security. */
    private static final Map<Integer, Integer> FIRST_SAFE_MINOR = Map.of(15, 20, 16, 16, 17, 12, 18, 7);

    public static ServerVersion of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_setting('server_version_num')::int")) {
            row.next();
            return new ServerVersion(row.getInt(1) / 10_000, row.getInt(1) % 10_000);
        }
    }

    boolean isSupported() {
        return FIRST_SAFE_MINOR.containsKey(major);
    }

    /** Whether row-level security has faults in it that a later minor release repaired. */
    boolean isFaulty() {
        return minor < FIRST_SAFE_MINOR.getOrDefault(major, 0);
    }

    /** The first release of the same major one without these faults. */
    String repaired() {
        return major + "." + FIRST_SAFE_MINOR.getOrDefault(major, 0);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
