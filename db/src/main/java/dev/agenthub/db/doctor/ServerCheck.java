package dev.agenthub.db.doctor;

import dev.agenthub.db.failure.StartupException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Checks that AgentHub supports a server and that the connected role may set up a database on it. Changes nothing. */
public final class ServerCheck {
    private static final String CREATE_ROLES = """
            select string_agg(format('create role %I;', name), ' ' order by name)
              from unnest(array['hub_guard', 'hub_owner', 'hub_app']) name
             where name not in (select rolname from pg_roles)""";

    private static final String ROLES = """
            select string_agg(rolname, ', ' order by rolname) from pg_roles where rolname in ('hub_guard', 'hub_owner', 'hub_app')""";

    /** Rights to parameters belong to the whole server: dropping a database leaves them, and nobody misses them. */
    private static final String DATABASES_OF_ROLES = """
            select string_agg(distinct quote_ident(coalesce(d.datname, o.datname)), ', ')
              from pg_shdepend s
              join pg_roles r on s.refclassid = 'pg_authid'::regclass and r.oid = s.refobjid
              left join pg_database d on d.oid = s.dbid
              left join pg_database o on s.classid = 'pg_database'::regclass and o.oid = s.objid
             where r.rolname in ('hub_guard', 'hub_owner', 'hub_app')""";

    private final Connection administrator;
    private final Set<String> accepted;

    /**
     * Checks the server behind this connection.
     *
     * @param accepted versions of PostgreSQL, such as 15.18, that are accepted although they have known faults
     */
    public ServerCheck(Connection administrator, Set<String> accepted) {
        this.administrator = administrator;
        this.accepted = Set.copyOf(accepted);
    }

    public List<CheckResult> examine() throws SQLException {
        List<CheckResult> findings = new ArrayList<>(server());
        findings.add(rights());
        findings.addAll(roles());
        return findings;
    }

    /** The checks that any role that may log in can run. */
    List<CheckResult> server() throws SQLException {
        List<CheckResult> findings = new ArrayList<>(List.of(version()));
        findings.addAll(settings());
        return findings;
    }

    /**
     * Requires a server that AgentHub supports, and an empty database that the connected role may set up.
     *
     * @throws StartupException DATABASE_SERVER_UNSUPPORTED, DATABASE_SERVER_FAULTY, DATABASE_RIGHTS_MISSING, DATABASE_NOT_EMPTY
     */
    public void requireUsable() throws SQLException {
        for (CheckResult finding : examine()) {
            refuse(finding);
        }
        refuse(room());
    }

    /**
     * As {@link #requireUsable}, for a database that does not exist yet, through a connection to another database of the server.
     *
     * @throws StartupException as {@link #requireUsable}
     */
    public void requireRoomForAnother() throws SQLException {
        refuse(version());
        refuse(rights());
        for (CheckResult finding : serverSettings()) {
            refuse(finding);
        }
        refuse(alone());
    }

    /** Throws a {@link StartupException} if the result is {@link CheckResult.Severity#WRONG}. */
    public static void refuse(CheckResult finding) {
        if (finding.severity() == CheckResult.Severity.WRONG) {
            throw new StartupException(finding.code(), finding.sentence() + " " + finding.remedy()
                    + (finding.sql().isEmpty() ? "" : " SQL: " + finding.sql()));
        }
    }

    private CheckResult version() throws SQLException {
        ServerVersion version = ServerVersion.of(administrator);
        String subject = "server version";
        if (!version.isSupported()) {
            return CheckResult.wrong("DATABASE_SERVER_UNSUPPORTED", subject, "This is PostgreSQL " + version + ".",
                    "AgentHub works with PostgreSQL 15 to 18.");
        }
        if (!version.isFaulty()) {
            return CheckResult.fine(subject, "PostgreSQL " + version + " has the known fixes for row-level security.");
        }
        String sentence = "PostgreSQL " + version + " lacks fixes for row-level security that came with "
                + version.repaired() + ".";
        return accepted.contains(version.toString())
                ? CheckResult.notice(subject, sentence,
                        "That is accepted here: only AgentHub's own statements may reach it, of which a faulty one may not be caught."
                                + " Update it all the same.")
                : CheckResult.wrong("DATABASE_SERVER_FAULTY", subject, sentence,
                        "Update the server, or accept the risk with --accept-server-version " + version + ".");
    }

    private CheckResult rights() throws SQLException {
        String name = text("select current_user");
        return text("select current_setting('is_superuser')").equals("on")
                ? CheckResult.fine("administrator", name + " is a superuser.")
                : CheckResult.wrong("DATABASE_RIGHTS_MISSING", "administrator", name + " is no superuser.",
                        "The guard's event triggers can only be made by one: name a superuser with --admin-user.");
    }

    private List<CheckResult> settings() throws SQLException {
        List<CheckResult> findings = new ArrayList<>(serverSettings());
        String encoding = text("select current_setting('server_encoding')");
        if (!encoding.equals("UTF8")) {
            findings.add(CheckResult.wrong("DATABASE_SERVER_UNSUPPORTED", "encoding",
                    "The database keeps text as " + encoding + ".",
                    "Create it anew with encoding UTF8."));
        }
        if (findings.isEmpty()) {
            findings.add(CheckResult.fine("durability", "A commit is on disk before it is answered."));
        }
        return findings;
    }

    /** What is wrong with the settings that are the same in each of the server's databases. */
    private List<CheckResult> serverSettings() throws SQLException {
        List<CheckResult> findings = new ArrayList<>();
        if (text("select pg_is_in_recovery()").equals("t")) {
            findings.add(
                    CheckResult.wrong("DATABASE_SERVER_UNSUPPORTED", "server role",
                            "This server is a read-only replica.",
                            "Name the primary server."));
        }
        for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
            if (text("select current_setting('" + setting + "')").equals("off")) {
                findings.add(CheckResult.wrong("DATABASE_SERVER_UNSUPPORTED", "durability",
                        "The server runs with " + setting + " = off.",
                        "What was answered may be lost in a crash: turn it on.")
                        .with("alter system set " + setting + " = on; select pg_reload_conf();"));
            }
        }
        if (!text("select current_setting('max_prepared_transactions')").equals("0")) {
            findings.add(CheckResult.wrong("DATABASE_SERVER_UNSUPPORTED", "prepared transactions",
                    "The server keeps prepared transactions, whose locks outlive the session that took them.",
                    "Set max_prepared_transactions to 0, and restart the server.")
                    .with("alter system set max_prepared_transactions = 0;"));
        }
        return findings;
    }

    /** A database of ours, or one in which nothing is yet. */
    CheckResult room() throws SQLException {
        String subject = "database";
        if (text("select to_regclass('sec.bootstrap_script') is not null").equals("t")) {
            return CheckResult.fine(subject, "It was set up before.");
        }
        String schemas = text(
                "select string_agg(nspname, ', ' order by nspname) from pg_namespace where nspname in ('sec', 'audit', 'hub', 'migration')");
        if (!schemas.isEmpty()) {
            return CheckResult.wrong("DATABASE_NOT_EMPTY", subject,
                    "There are schemas of other origin: " + schemas + ".",
                    "Name an empty database.");
        }
        if (!text("select min(relname) from pg_class where relnamespace = to_regnamespace('public')").isEmpty()) {
            return CheckResult.wrong("DATABASE_NOT_EMPTY", subject, "Something is in its schema public already.",
                    "Name an empty database.");
        }
        return alone();
    }

    /** No other AgentHub, whose roles these would be too. */
    private CheckResult alone() throws SQLException {
        String subject = "database";
        String roles = text(ROLES);
        if (roles.isEmpty()) {
            return CheckResult.fine(subject, "It is empty.");
        }
        String databases = text(DATABASES_OF_ROLES);
        return databases.isEmpty()
                ? CheckResult.wrong("DATABASE_NOT_EMPTY", subject,
                        "The server has the roles " + roles + " already, of a database that is gone: they own nothing.",
                        "Remove them, and run agenthub migrate again.")
                        .with("drop owned by " + roles + "; drop role " + roles + ";")
                : CheckResult.wrong("DATABASE_NOT_EMPTY", subject,
                        "The server has the roles " + roles + " already, of the database " + databases + ".",
                        "A server holds one AgentHub: name that database, or another server.");
    }

    /** A dump names roles and does not make them: where they are missing, what belongs to them is lost in the restore. */
    private List<CheckResult> roles() throws SQLException {
        if (text("select to_regclass('sec.bootstrap_script')").isEmpty()) {
            return List.of();
        }
        String missing = text("""
                select string_agg(name, ', ' order by name) from unnest(array['hub_guard', 'hub_owner', 'hub_app']) name
                 where name not in (select rolname from pg_roles)""");
        return missing.isEmpty()
                ? List.of()
                : List.of(CheckResult.wrong("DATABASE_RIGHTS_MISSING", "roles",
                        "The database was set up before, and the server lacks the roles " + missing + ".",
                        "What belongs to them was lost when it was restored: make them, restore the dump into a new database,"
                                + " and run agenthub migrate there.")
                        .with(text(CREATE_ROLES)));
    }

    private String text(String sql) throws SQLException {
        try (Statement statement = administrator.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getString(1) != null ? row.getString(1) : "";
        }
    }
}
