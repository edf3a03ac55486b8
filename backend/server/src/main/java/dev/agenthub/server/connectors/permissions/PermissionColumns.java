package dev.agenthub.server.connectors.permissions;

import dev.agenthub.server.agents.AuthorizationDetail;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.common.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads scopes and authorization details from the columns of a connection, or of an authorization in progress. */
public final class PermissionColumns {

    private PermissionColumns() {}

    /** The requested permissions: {@code asked} and {@code asked_details}. */
    public static Permissions asked(ResultSet row) throws SQLException {
        return read(row, "asked", "asked_details");
    }

    /** The granted permissions: {@code scopes} and {@code details}. */
    public static Permissions granted(ResultSet row) throws SQLException {
        return read(row, "scopes", "details");
    }

    /**
     * The permissions that were granted without being requested and that an administrator
     * accepted: {@code accepted} and {@code accepted_details}.
     */
    public static Permissions accepted(ResultSet row) throws SQLException {
        return read(row, "accepted", "accepted_details");
    }

    private static Permissions read(ResultSet row, String scopes, String details) throws SQLException {
        return new Permissions(Rows.texts(row, scopes),
                Rows.texts(row, details).stream().map(AuthorizationDetail::ofText).toList());
    }
}
