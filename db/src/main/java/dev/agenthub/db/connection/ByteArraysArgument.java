package dev.agenthub.db.connection;

import java.sql.Types;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;

/** Binds {@code byte[][]} as PostgreSQL's {@code bytea[]}, the shape of the events that the audit log takes. */
final class ByteArraysArgument extends AbstractArgumentFactory<byte[][]> {

    ByteArraysArgument() {
        super(Types.ARRAY);
    }

    @Override
    protected Argument build(byte[][] value, ConfigRegistry config) {
        return (position, statement, context) -> statement.setArray(position,
                statement.getConnection().createArrayOf("bytea", value));
    }
}
