package dev.agenthub.server.connectors.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the definition that a connector keeps of its service. It stays in force whatever later catalogs contain, also where one of them
 * has a service of an administrator's definition's name.
 */
public final class StoredDefinition {

    private StoredDefinition() {}

    /**
     * Reads it from a connector's row.
     *
     * @param row with the columns {@code kind}, {@code definition} and {@code own_definition}
     * @return null where only the service's address is known
     */
    public static @Nullable ConnectorDefinition of(ResultSet row) throws SQLException {
        byte[] document = row.getBytes("definition");
        return document == null
                ? null
                : ConnectorDefinition.stored(document, row.getString("kind").equals(ConnectorKind.SANDBOX),
                        row.getBoolean("own_definition"));
    }
}
