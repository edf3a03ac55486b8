package dev.agenthub.server.connectors;

import dev.agenthub.server.agents.AuthorizationDetail;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.common.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Scopes and authorization details as they stand in the columns of a connection, or of an attempt to authorize one. */
public final class PermissionColumns {

    private PermissionColumns() {}

    /** What a person was asked for: {@code asked} and {@code asked_details}. */
    public static Permissions asked(ResultSet row) throws SQLException {
        return read(row, "asked", "asked_details");
    }

    /** What the provider granted: {@code scopes} and {@code details}. */
    public static Permissions granted(ResultSet row) throws SQLException {
        return read(row, "scopes", "details");
    }

    /** What an administrator accepted of what nobody had asked for: {@code accepted} and {@code accepted_details}. */
    public static Permissions accepted(ResultSet row) throws SQLException {
        return read(row, "accepted", "accepted_details");
    }

    private static Permissions read(ResultSet row, String scopes, String details) throws SQLException {
        return new Permissions(Rows.texts(row, scopes),
                Rows.texts(row, details).stream().map(AuthorizationDetail::ofText).toList());
    }
}
