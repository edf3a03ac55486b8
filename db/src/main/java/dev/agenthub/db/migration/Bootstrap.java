package dev.agenthub.db.migration;

import dev.agenthub.db.failure.Failures;
import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.organization.TokenKeys;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.db.secret.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/**
 * Applies the scripts that need the server's administrator: roles, the guard's schemas and functions, and the secrets that the backend
 * shares with the database. Each script runs once; all outstanding ones run in one transaction.
 */
public final class Bootstrap {
    private static final List<String> SCRIPTS = List.of("B001__roles_and_schemas.sql", "B002__keys.sql",
            "B003__organization_context.sql", "B004__protection.sql", "B005__audit_log.sql",
            "B006__workspaces_of_rows.sql", "B007__approvals.sql", "B008__violations.sql",
            "B009__migration_guard.sql", "B010__lock_watch.sql");

    private final Connection administrator;

    public Bootstrap(Connection administrator) {
        this.administrator = administrator;
    }

    /** This release's scripts in their order, with the digests of their texts. */
    public static Map<String, byte[]> digests() {
        Map<String, byte[]> digests = new LinkedHashMap<>();
        for (String script : SCRIPTS) {
            digests.put(script, sha256(text(script)));
        }
        return digests;
    }

    /** Sets the settings that belong to the server and not to a script. */
    public void renewSettings(SetupProgress progress) throws SQLException {
        call("sec.renew_settings()", progress);
    }

    /** Lets the guard record the current tables as valid; call it only after they were examined. */
    public void renewGuard(SetupProgress progress) throws SQLException {
        call("sec.renew_guard()", progress);
    }

    /** Sets assumed statistics of the current tables for the query planner. */
    public void assumeStatistics(SetupProgress progress) throws SQLException {
        call("sec.assume_statistics()", progress);
    }

    private void call(String procedure, SetupProgress progress) throws SQLException {
        try (Statement statement = administrator.createStatement()) {
            statement.execute("call " + procedure);
            for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                progress.mended(Failures.oneLine(String.valueOf(warning.getMessage())));
            }
        }
    }

    /**
     * Sets a role's password.
     *
     * @return false where the role has that password already
     */
    public boolean setPassword(String role, SecretBytes password) throws SQLException {
        try (PreparedStatement kept = administrator
                .prepareStatement("select rolpassword from pg_authid where rolname = ?")) {
            kept.setString(1, role);
            try (ResultSet row = kept.executeQuery()) {
                if (row.next() && ScramVerifier.isOf(password.text(), row.getString(1))) {
                    return false;
                }
            }
        }
        administrator.unwrap(PGConnection.class).alterUserPassword(role, password.text().toCharArray(),
                "scram-sha-256");
        return true;
    }

    /** Stores in the database the key that the backend signs its organization tokens with. */
    public void setTokenKey(int id, SecretBytes key) throws SQLException {
        if (knowsTokenKey(id, key)) {
            return;
        }
        administrator.setAutoCommit(false);
        try (PreparedStatement forget = administrator
                .prepareStatement("delete from sec.mac_key where id = ?")) {
            forget.setInt(1, id);
            forget.execute();
            addTokenKey(id, key);
            administrator.commit();
        } finally {
            administrator.rollback();
            administrator.setAutoCommit(true);
        }
    }

    /** Whether the database accepts this key. */
    public boolean knowsTokenKey(int id, SecretBytes key) throws SQLException {
        try (PreparedStatement known = administrator.prepareStatement("""
                select from sec.mac_key where id = ? and inner_pad = sec.pad(?, 54)
                   and coalesce(valid_until > clock_timestamp(), true)""")) {
            known.setInt(1, id);
            known.setBytes(2, key.hexBytes());
            try (ResultSet row = known.executeQuery()) {
                return row.next();
            }
        }
    }

    /**
     * Rotates the token key while backends serve. The database gets the new key first, then the folder of secrets, and only then an end is
     * set for the old key. So the newest key of the folder is accepted, whichever step a crash prevents.
     *
     * @param keep how long the replaced keys are still accepted: at least until every backend has read the new key
     */
    public void rotateKeys(Secrets secrets, Duration keep) throws SQLException, IOException {
        int id = Math.max(newestTokenKey(), TokenKeys.newest(secrets)) + 1;
        SecretBytes key = Secrets.draw();
        addTokenKey(id, key);
        secrets.put(TokenKeys.file(id), key);
        try (PreparedStatement retire = administrator
                .prepareStatement("call sec.retire_mac_keys(?, make_interval(secs => ?))")) {
            retire.setInt(1, id);
            retire.setLong(2, keep.toSeconds());
            retire.execute();
        }
        TokenKeys.removeOlderThan(secrets, id);
    }

    private void addTokenKey(int id, SecretBytes key) throws SQLException {
        try (PreparedStatement add = administrator.prepareStatement("call sec.add_mac_key(?, ?)")) {
            add.setInt(1, id);
            add.setBytes(2, key.hexBytes());
            add.execute();
        }
    }

    private int newestTokenKey() throws SQLException {
        try (Statement statement = administrator.createStatement();
                ResultSet row = statement
                        .executeQuery("select coalesce(max(id), 0) from sec.mac_key")) {
            row.next();
            return row.getInt(1);
        }
    }

    /**
     * Applies outstanding scripts.
     *
     * @throws StartupException DATABASE_MIGRATION_FAILED; nothing is changed then
     */
    public void apply(List<String> scripts) throws SQLException {
        administrator.setAutoCommit(false);
        String at = scripts.getFirst();
        try (Statement statement = administrator.createStatement()) {
            for (String script : scripts) {
                at = script;
                String text = text(script);
                statement.execute(text);
                statement.execute("reset role");
                try (PreparedStatement record = administrator
                        .prepareStatement("insert into sec.bootstrap_script (name, digest) values (?, ?)")) {
                    record.setString(1, script);
                    record.setBytes(2, sha256(text));
                    record.execute();
                }
            }
            // Until the migrations have followed.
            statement.execute("delete from sec.setup");
            administrator.commit();
        } catch (SQLException e) {
            throw failed(at, e);
        }
        administrator.setAutoCommit(true);
    }

    /** Nothing stays of the scripts, even where the session that ran them is no more. */
    private StartupException failed(String script, SQLException cause) {
        StartupException failure = new StartupException("DATABASE_MIGRATION_FAILED",
                "The script " + script + " failed: " + Failures.said(cause), cause);
        try {
            administrator.rollback();
            administrator.setAutoCommit(true);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    /** Records that the setup by this release is complete. */
    public void finish() throws SQLException {
        try (PreparedStatement finish = administrator.prepareStatement("""
                insert into sec.setup (release) values (?)
                on conflict (only_row) do update set release = excluded.release, finished_at = excluded.finished_at
                 where setup.release <> excluded.release""")) {
            finish.setBytes(1, release());
            finish.execute();
        }
    }

    /** What a release sets up: the scripts of this folder, word for word, and the migrations up to the newest. */
    public static byte[] release() {
        StringBuilder all = new StringBuilder();
        for (String script : SCRIPTS) {
            all.append(script).append('\n').append(text(script)).append('\n');
        }
        return sha256(all.append(Migrations.SCRIPTS.getLast()).toString());
    }

    private static String text(String script) {
        try (InputStream in = Bootstrap.class.getResourceAsStream("/dev/agenthub/db/bootstrap/" + script)) {
            if (in == null) {
                throw new IllegalStateException(script + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
