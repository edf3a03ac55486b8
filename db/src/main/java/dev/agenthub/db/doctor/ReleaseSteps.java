package dev.agenthub.db.doctor;

import dev.agenthub.db.migration.Bootstrap;
import dev.agenthub.db.migration.Migrations;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The scripts and migrations applied to a database, compared with those of this release.
 *
 * @param stands     whether AgentHub's schemas exist
 * @param scripts    the administrator's scripts not applied yet
 * @param migrations migrations not applied yet
 * @param foreign    scripts and migrations that this release does not have, or has with another text
 * @param last       which release's setup was the last to complete
 */
public record ReleaseSteps(boolean stands, List<String> scripts, List<String> migrations, List<String> foreign,
        Last last) {

    /** Whose setup it was. */
    enum Last {
        NOBODYS, OURS, ANOTHERS
    }

    /** Whoever may log in may ask. */
    public static ReleaseSteps of(Connection anybody) throws SQLException {
        Map<String, byte[]> scripts = new HashMap<>();
        Set<String> migrations = new HashSet<>();
        boolean stands = stands(anybody);
        Last last = Last.NOBODYS;
        if (stands) {
            try (Statement statement = anybody.createStatement();
                    ResultSet rows = statement.executeQuery("select kind, name, digest from sec.applied_steps()")) {
                while (rows.next()) {
                    switch (rows.getString(1)) {
                        case "script" -> scripts.put(rows.getString(2), rows.getBytes(3));
                        case "migration" -> migrations.add(rows.getString(2));
                        default ->
                            last = Arrays.equals(rows.getBytes(3), Bootstrap.release()) ? Last.OURS : Last.ANOTHERS;
                    }
                }
            }
        }
        List<String> due = new ArrayList<>();
        List<String> foreign = new ArrayList<>();
        Bootstrap.digests().forEach((script, digest) -> {
            byte[] applied = scripts.remove(script);
            if (applied == null) {
                due.add(script);
            } else if (!Arrays.equals(applied, digest)) {
                foreign.add(script);
            }
        });
        List<String> dueMigrations = Migrations.SCRIPTS.stream().filter(script -> !migrations.remove(script)).toList();
        foreign.addAll(new TreeSet<>(scripts.keySet()));
        foreign.addAll(new TreeSet<>(migrations));
        return new ReleaseSteps(stands, List.copyOf(due), dueMigrations, List.copyOf(foreign), last);
    }

    private static boolean stands(Connection anybody) throws SQLException {
        try (Statement statement = anybody.createStatement();
                ResultSet row = statement.executeQuery("select to_regprocedure('sec.applied_steps()') is not null")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    public CheckResult finding() {
        String subject = "release";
        if (!stands) {
            return CheckResult.wrong("DATABASE_NOT_SET_UP", "database", "AgentHub was not set up in this database.",
                    "Run agenthub migrate.");
        }
        if (!foreign.isEmpty()) {
            return CheckResult.wrong("DATABASE_VERSION_MISMATCH", subject,
                    "Another release set this database up: " + String.join(", ", foreign) + ".",
                    "Use the release that it was set up with, or a later one.");
        }
        int due = scripts.size() + migrations.size();
        if (due > 0) {
            return CheckResult.wrong("DATABASE_NOT_SET_UP", subject,
                    due + (due == 1 ? " step" : " steps") + " of this release still due: "
                            + String.join(", ", Stream.concat(scripts.stream(), migrations.stream()).toList()) + ".",
                    "Run agenthub migrate.");
        }
        return switch (last) {
            case OURS -> CheckResult.fine(subject, "It was set up by this one.");
            case NOBODYS ->
                CheckResult.wrong("DATABASE_NOT_SET_UP", subject, "The setup of this database was cut short.",
                        "Run agenthub migrate.");
            case ANOTHERS ->
                CheckResult.wrong("DATABASE_VERSION_MISMATCH", subject, "Another release set this database up.",
                        "Use that one, or run agenthub migrate of this one.");
        };
    }
}
