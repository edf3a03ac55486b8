package dev.agenthub.server;

import dev.agenthub.db.EmbeddedDatabase;
import dev.agenthub.db.SharedDatabase;
import dev.agenthub.db.Tampering;
import java.sql.SQLException;
import java.util.UUID;

/** The one embedded database of a test JVM; each test creates an organization in it. */
public final class TestDatabase {
    private static final EmbeddedDatabase DATABASE = SharedDatabase.get();

    private TestDatabase() {}

    /** The one database of this test JVM. */
    public static EmbeddedDatabase get() {
        return DATABASE;
    }

    /** A new organization, empty but for its open log. */
    public static UUID organization() {
        return DATABASE.database().organizations().create("Northwind Outfitters", "test");
    }

    /** Runs statements on the audit log with a superuser's rights and without triggers. */
    public static void tamper(String... statements) throws SQLException {
        try (var connection = DATABASE.superuserConnection()) {
            Tampering.with(connection, statements);
        }
    }

    /**
     * Flips one bit of a request's first attached file, without the table's digest check, like a disk fault.
     *
     * @param back whether the bit is flipped back, and the check enabled again
     */
    public static void flipABitOfAFile(UUID request, boolean back) throws SQLException {
        try (var connection = DATABASE.superuserConnection(); var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set session_replication_role = replica");
            statement.execute("alter table hub.request_attachment drop constraint attachment_digested");
            statement.execute(
                    "update hub.request_attachment set content = set_byte(content, 3, get_byte(content, 3) # 1)"
                            + " where position = 0 and request_id = '" + request + "'");
            statement.execute("alter table hub.request_attachment add constraint attachment_digested"
                    + " check (sha256 = sha256(content) and size = length(content))" + (back ? "" : " not valid"));
            connection.commit();
        }
    }
}
