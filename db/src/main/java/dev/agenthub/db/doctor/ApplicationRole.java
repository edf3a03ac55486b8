package dev.agenthub.db.doctor;

import dev.agenthub.db.failure.Failures;
import dev.agenthub.db.failure.StartupException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that the application's role is still as it was set up; changes nothing. An injected statement can change the role's password and
 * settings, and an administrator can change everything.
 */
public final class ApplicationRole {
    private static final Logger LOG = LoggerFactory.getLogger(ApplicationRole.class);
    private static final String SEARCH_PATH = "search_path=pg_catalog, hub";

    /** What a session asks for when it connects goes before its role's settings: these would keep it from finding out. */
    private static final String UNDISTURBED = "-c statement_timeout=0 -c lock_timeout=0 -c idle_session_timeout=0"
            + " -c local_preload_libraries= -c search_path=pg_catalog";
    private static final String SETTINGS = """
            select c.setting, split_part(c.setting, '=', 1), coalesce(p.category ~ '^(Query Tuning|Resource Usage)', false)
              from pg_db_role_setting s
              cross join lateral unnest(s.setconfig) c (setting)
              left join pg_settings p on lower(p.name) = lower(split_part(c.setting, '=', 1))
             where s.setrole = current_user::regrole
               and s.setdatabase in (0, (select d.oid from pg_database d where d.datname = current_database()))
             order by 2""";

    private ApplicationRole() {}

    /**
     * Connects once and examines the role. A pool would report a refused login only after its time-out.
     *
     * @param source of connections as the role; its options are changed
     * @throws StartupException SECRETS_UNUSABLE, DATABASE_LOGIN_REFUSED, DATABASE_RIGHTS_MISSING, DATABASE_CONNECTIONS_EXHAUSTED,
     *                          DATABASE_UNSAFE
     */
    public static void requireUsable(PGSimpleDataSource source) {
        source.setOptions(UNDISTURBED);
        try (Connection connection = Failures.connect(source)) {
            requireOurSettings(connection);
        } catch (SQLException e) {
            throw switch (String.valueOf(e.getSQLState())) {
                case "28P01" -> new StartupException("SECRETS_UNUSABLE",
                        "The server does not take the password of hub_app (" + Failures.said(e)
                                + "). Use the data folder that the database was set up with; if it is that one, the role's password"
                                + " was changed or has expired, and agenthub migrate with this folder renews it.",
                        e);
                case "28000" -> new StartupException("DATABASE_LOGIN_REFUSED",
                        "The server does not let hub_app in (" + Failures.said(e)
                                + "). If the role may no longer log in, agenthub migrate renews it; otherwise admit it in the"
                                + " server's pg_hba.conf.",
                        e);
                case "53300" -> new StartupException("DATABASE_CONNECTIONS_EXHAUSTED",
                        "The server has no connection left for hub_app (" + Failures.said(e)
                                + "). If the role's connection limit is 0, agenthub migrate renews it; otherwise raise the limit of"
                                + " the role, the database or the server.",
                        e);
                default -> Failures.of(e);
            };
        }
    }

    /**
     * Refuses what it does not know to be harmless: a setting can give up durability, read quotes in another way, write values to the
     * server's log or fail every transaction. Settings of the planner and of resources only make statements faster or slower. To refuse
     * these as well would let an injected statement keep every backend from starting for nothing.
     */
    private static void requireOurSettings(Connection connection) throws SQLException {
        List<String> refused = new ArrayList<>();
        boolean searchPath = false;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SETTINGS)) {
            while (rows.next()) {
                if (rows.getString(1).equals(SEARCH_PATH)) {
                    searchPath = true;
                } else if (rows.getBoolean(3)) {
                    LOG.warn("The role hub_app has the setting {} of its own, which changes how fast statements run:"
                            + " agenthub migrate takes it back", rows.getString(2));
                } else {
                    refused.add(rows.getString(2));
                }
            }
        }
        if (!searchPath) {
            refused.add("search_path");
        }
        if (!refused.isEmpty()) {
            throw new StartupException("DATABASE_UNSAFE", "The role hub_app has settings that are not AgentHub's: "
                    + String.join(", ", refused.stream().distinct().toList())
                    + ". Run agenthub migrate, which puts them right, and find out who changed them.");
        }
    }
}
