package dev.agenthub.db.doctor;

import dev.agenthub.db.failure.Failures;
import dev.agenthub.db.failure.StartupException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks whether anything in a server or its database could let one organization see another's rows, or lose committed data. Used for the
 * embedded database and by the commands {@code migrate}, {@code doctor} and {@code serve}; any role that may log in can run it.
 */
public final class Doctor {
    private static final Logger LOG = LoggerFactory.getLogger(Doctor.class);
    private static final int NAMED = 5;

    private final Connection connection;
    private final ServerCheck server;

    /**
     * Examines through this connection, which stays open.
     *
     * @param accepted versions of PostgreSQL, such as 15.18, that are accepted although they have known faults
     */
    public Doctor(Connection connection, Set<String> accepted) {
        this.connection = connection;
        this.server = new ServerCheck(connection, accepted);
    }

    /**
     * As {@link #requireFit}, of a database whose setup came to its end.
     *
     * @throws StartupException with the code of what is wrong, such as DATABASE_UNSAFE
     */
    public void requireHealthy() throws SQLException {
        ServerCheck.refuse(ReleaseSteps.of(connection).finding());
        requireFit();
    }

    /**
     * Requires a supported server and a database that keeps organizations apart; logs notices.
     *
     * @throws StartupException with the code of what is wrong, such as DATABASE_UNSAFE
     */
    public void requireFit() throws SQLException {
        for (CheckResult finding : server.server()) {
            ServerCheck.refuse(finding);
            if (finding.severity() == CheckResult.Severity.NOTICE) {
                LOG.info("{} {}", finding.sentence(), finding.remedy());
            }
        }
        requireApart();
    }

    /**
     * Requires a database that keeps organizations apart.
     *
     * @throws StartupException DATABASE_UNSAFE with the first findings
     */
    public void requireApart() throws SQLException {
        List<CheckResult> wrong = violations();
        if (!wrong.isEmpty()) {
            List<String> named = wrong.stream().limit(NAMED)
                    .map(finding -> finding.subject() + " " + finding.sentence())
                    .toList();
            throw new StartupException("DATABASE_UNSAFE",
                    "The database does not keep organizations apart: " + String.join("; ", named)
                            + (wrong.size() > NAMED ? "; and " + (wrong.size() - NAMED) + " more" : "")
                            + ". Nothing is served until what changed it is undone; agenthub doctor lists what is wrong.");
        }
    }

    /** Whether no check reports a violation, so that the guard may record the current tables as valid. */
    public boolean findsNothing() throws SQLException {
        return violations().isEmpty();
    }

    /** Whether the database was set up by this release, keeps organizations apart, and has fresh keys. For its administrator. */
    public List<CheckResult> examine() throws SQLException {
        ReleaseSteps steps = ReleaseSteps.of(connection);
        if (!steps.stands()) {
            CheckResult room = server.room();
            return List.of(room.severity() == CheckResult.Severity.WRONG ? room : steps.finding());
        }
        List<CheckResult> findings = new ArrayList<>(List.of(steps.finding()));
        List<CheckResult> violations = violations();
        findings.addAll(violations);
        if (violations.isEmpty()) {
            findings.add(CheckResult.fine("organizations", text("select count(*) from sec.tenant_table")
                    + " tables keep them apart; no rule is violated."));
        }
        findings.add(plans());
        findings.add(keys());
        return findings;
    }

    /**
     * What a setup sets right or refuses, such as what a dump does not carry. Of the roles' settings, sec.renew_settings tells itself.
     * For the database's administrator.
     */
    public List<CheckResult> repairs() throws SQLException {
        List<CheckResult> repairs = new ArrayList<>(violations());
        repairs.removeIf(violation -> violation.sentence().startsWith("has the setting "));
        CheckResult plans = plans();
        if (ReleaseSteps.of(connection).stands() && plans.severity() == CheckResult.Severity.NOTICE) {
            repairs.add(plans);
        }
        return repairs;
    }

    private List<CheckResult> violations() throws SQLException {
        List<CheckResult> findings = new ArrayList<>();
        if (text("select to_regprocedure('sec.violations()')").isEmpty()) {
            return findings;
        }
        // Others ask through the guard, which sees what they may not; a superuser's own eyes need nobody's rights.
        boolean superuser = text("select current_setting('is_superuser')").equals("on");
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select object, rule, format('select * from sec.violation where object = %L;', object)
                               || coalesce(E'\\n' || mend || ';', '')
                          from\s""" + (superuser ? "sec.violation" : "sec.violations()") + " order by object, rule")) {
            while (rows.next()) {
                findings.add(CheckResult.wrong("DATABASE_UNSAFE", rows.getString(1), rows.getString(2),
                        "Undo what changed it, and find out who did.").with(rows.getString(3)));
            }
        } catch (SQLException e) {
            if (superuser || !Failures.isDenied(e)) {
                throw e;
            }
            findings.add(CheckResult.wrong("DATABASE_UNSAFE", "hub_guard",
                    "cannot read what it guards: " + Failures.said(e), "Run agenthub doctor."));
        }
        return findings;
    }

    private CheckResult plans() throws SQLException {
        String subject = "query plans";
        return text("select current_setting('enable_bitmapscan')").equals("off")
                ? CheckResult.fine(subject, "Pages are read in the order of an index.")
                : CheckResult
                        .notice(subject, "Bitmap scans are on, so that a page of a list costs as much as the list.",
                                "Run agenthub migrate, which sets what a dump does not carry.")
                        .with(text(
                                "select format('alter database %I set enable_bitmapscan = off;', current_database())"));
    }

    private CheckResult keys() throws SQLException {
        String old = text("""
                select min(created_at)::date from sec.mac_key
                 where valid_until is null and created_at < now() - interval '1 year'""");
        return old.isEmpty()
                ? CheckResult.fine("keys", "None of those in use is older than a year.")
                : CheckResult.notice("keys", "One of those in use was made on " + old + ".",
                        "Run agenthub rotate-keys.");
    }

    private String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getString(1) != null ? row.getString(1) : "";
        }
    }
}
