package dev.agenthub.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the database at every start whether anything could let one organization see another's rows. */
final class Doctor {
    private static final Logger LOG = LoggerFactory.getLogger(Doctor.class);

    /** By major release, the first minor one that has the fixes for known faults of row-level security. */
    private static final Map<Integer, Integer> FIRST_SAFE_MINOR = Map.of(15, 20, 16, 16, 17, 12, 18, 7);

    private final Connection administrator;

    Doctor(Connection administrator) {
        this.administrator = administrator;
    }

    /** @throws StartupException DATABASE_UNSAFE with every finding */
    void requireHealthy() throws SQLException {
        List<String> findings = new ArrayList<>();
        try (Statement statement = administrator.createStatement();
                ResultSet rows = statement.executeQuery("select object, rule from sec.violation")) {
            while (rows.next()) {
                findings.add(rows.getString(1) + " " + rows.getString(2));
            }
        }
        if (!findings.isEmpty()) {
            throw new StartupException("DATABASE_UNSAFE",
                    "The database does not keep organizations apart: " + String.join("; ", findings) + ".");
        }
        reportServerVersion();
    }

    private void reportServerVersion() throws SQLException {
        int major = administrator.getMetaData().getDatabaseMajorVersion();
        int minor = administrator.getMetaData().getDatabaseMinorVersion();
        int safe = FIRST_SAFE_MINOR.getOrDefault(major, 0);
        if (minor < safe) {
            LOG.info("PostgreSQL {}.{} lacks fixes for row-level security that came with {}.{}", major, minor, major,
                    safe);
        }
    }
}
