package dev.agenthub.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the database at every start whether anything could let one organization see another's rows. */
final class Doctor {
    private static final Logger LOG = LoggerFactory.getLogger(Doctor.class);
    private static final String MIGRATE = "Run agenthub migrate.";

    private final Connection administrator;

    Doctor(Connection administrator) {
        this.administrator = administrator;
    }

    /** @throws StartupException DATABASE_UNSAFE with every finding */
    void requireHealthy() throws SQLException {
        List<String> wrong = violations().stream().map(finding -> finding.subject() + " " + finding.sentence())
                .toList();
        if (!wrong.isEmpty()) {
            throw new StartupException("DATABASE_UNSAFE",
                    "The database does not keep organizations apart: " + String.join("; ", wrong)
                            + ". Nothing is served until what changed it is undone; agenthub doctor lists what is wrong.");
        }
        ServerVersion version = ServerVersion.of(administrator);
        if (version.isFaulty()) {
            LOG.info("PostgreSQL {} lacks fixes for row-level security that came with {}", version, version.repaired());
        }
    }

    /** Whether the database was set up by this release, keeps organizations apart, and has fresh keys. */
    List<Finding> examine(Migrations.State migrations) throws SQLException {
        if (text("select to_regclass('sec.bootstrap_script')").isEmpty()) {
            return List.of(Finding.wrong("DATABASE_NOT_SET_UP", "database", "AgentHub was not set up here.", MIGRATE));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(release(migrations));
        List<Finding> violations = text("select to_regclass('sec.violation')").isEmpty() ? List.of() : violations();
        findings.addAll(violations);
        if (violations.isEmpty()) {
            findings.add(Finding.fine("organizations", text("select count(*) from sec.tenant_table")
                    + " tables keep them apart; no rule is violated."));
        }
        findings.add(keys());
        return findings;
    }

    private Finding release(Migrations.State migrations) throws SQLException {
        Bootstrap.State scripts = new Bootstrap(administrator).state();
        if (!scripts.foreign().isEmpty() || !migrations.foreign().isEmpty()) {
            return Finding.wrong("DATABASE_VERSION_MISMATCH", "release", "Another release set this database up: "
                    + String.join(", ",
                            Stream.concat(scripts.foreign().stream(), migrations.foreign().stream()).toList())
                    + ".",
                    "Use the release that it was set up with, or a later one.");
        }
        int due = scripts.due().size() + migrations.due().size();
        return due == 0
                ? Finding.fine("release", "It was set up by this one.")
                : Finding.wrong("DATABASE_NOT_SET_UP", "release", due + " steps of this release are still due.",
                        MIGRATE);
    }

    private List<Finding> violations() throws SQLException {
        List<Finding> findings = new ArrayList<>();
        try (Statement statement = administrator.createStatement();
                ResultSet rows = statement
                        .executeQuery("select object, rule from sec.violation order by object, rule")) {
            while (rows.next()) {
                findings.add(Finding.wrong("DATABASE_UNSAFE", rows.getString(1), rows.getString(2),
                        "Undo what changed it, and find out who did."));
            }
        }
        return findings;
    }

    private Finding keys() throws SQLException {
        String old = text("""
                select min(created_at)::date from sec.mac_key
                 where valid_until is null and created_at < now() - interval '1 year'""");
        return old.isEmpty()
                ? Finding.fine("keys", "None of those in use is older than a year.")
                : Finding.notice("keys", "One of those in use was made on " + old + ".", "Run agenthub rotate-keys.");
    }

    private String text(String sql) throws SQLException {
        try (Statement statement = administrator.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getString(1) != null ? row.getString(1) : "";
        }
    }
}
