package dev.agenthub.db;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.postgresql.PGConnection;

/**
 * What only the server's administrator can do: roles, the guard's schemas and functions, and the secrets that the
 * backend shares with the database. Each script runs once, in a transaction of its own.
 */
final class Bootstrap {
    private static final List<String> SCRIPTS = List.of("B001__roles_and_schemas.sql", "B002__organization_context.sql",
            "B003__protection.sql", "B004__audit_log.sql", "B005__migration_guard.sql", "B006__log_incarnations.sql");

    private final Connection administrator;

    Bootstrap(Connection administrator) {
        this.administrator = administrator;
    }

    void run() throws SQLException {
        Map<String, byte[]> applied = applied();
        for (String script : SCRIPTS) {
            String text = text(script);
            byte[] digest = sha256(text);
            byte[] before = applied.get(script);
            if (before == null) {
                apply(script, text, digest);
            } else if (!Arrays.equals(before, digest)) {
                throw new StartupException("DATABASE_MIGRATION_FAILED",
                        "The script " + script + " is not the one that this database was set up with.");
            }
        }
    }

    void setPassword(String role, Secrets.Secret password) throws SQLException {
        administrator.unwrap(PGConnection.class).alterUserPassword(role, password.hex().toCharArray(), "scram-sha-256");
    }

    /** Lets the database know the key that the backend makes its organization tokens with. */
    void setTokenKey(int id, Secrets.Secret key) throws SQLException {
        try (PreparedStatement known = administrator.prepareStatement("""
                select from sec.mac_key where id = ? and purpose = 'token' and inner_pad = sec.pad(?, 54)""")) {
            known.setInt(1, id);
            known.setBytes(2, key.bytes());
            try (ResultSet row = known.executeQuery()) {
                if (row.next()) {
                    return;
                }
            }
        }
        administrator.setAutoCommit(false);
        try (PreparedStatement forget = administrator
                .prepareStatement("delete from sec.mac_key where id = ? and purpose = 'token'");
                PreparedStatement add = administrator.prepareStatement("call sec.add_mac_key(?, 'token', ?)")) {
            forget.setInt(1, id);
            forget.execute();
            add.setInt(1, id);
            add.setBytes(2, key.bytes());
            add.execute();
            administrator.commit();
        } finally {
            administrator.rollback();
            administrator.setAutoCommit(true);
        }
    }

    private Map<String, byte[]> applied() throws SQLException {
        Map<String, byte[]> applied = new HashMap<>();
        try (Statement statement = administrator.createStatement()) {
            try (ResultSet row = statement.executeQuery("select to_regclass('sec.bootstrap_script') is null")) {
                row.next();
                if (row.getBoolean(1)) {
                    return applied;
                }
            }
            try (ResultSet row = statement.executeQuery("select name, digest from sec.bootstrap_script")) {
                while (row.next()) {
                    applied.put(row.getString(1), row.getBytes(2));
                }
            }
        }
        return applied;
    }

    private void apply(String script, String text, byte[] digest) throws SQLException {
        administrator.setAutoCommit(false);
        try (Statement statement = administrator.createStatement();
                PreparedStatement record = administrator
                        .prepareStatement("insert into sec.bootstrap_script (name, digest) values (?, ?)")) {
            statement.execute(text);
            statement.execute("reset role");
            record.setString(1, script);
            record.setBytes(2, digest);
            record.execute();
            administrator.commit();
        } catch (SQLException e) {
            throw new StartupException("DATABASE_MIGRATION_FAILED",
                    "The script " + script + " failed: " + e.getMessage(), e);
        } finally {
            administrator.rollback();
            administrator.setAutoCommit(true);
        }
    }

    private static String text(String script) {
        try (InputStream in = Bootstrap.class.getResourceAsStream("bootstrap/" + script)) {
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
