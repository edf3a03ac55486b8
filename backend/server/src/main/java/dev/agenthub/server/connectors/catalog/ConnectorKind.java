package dev.agenthub.server.connectors.catalog;

/** The kinds of connectors, as the database has them. */
public final class ConnectorKind {
    /** The sample organization's sandbox, the only provider on loopback. */
    public static final String SANDBOX = "sandbox";
    /** Any service that is called over HTTPS. */
    public static final String HTTP = "http";

    private ConnectorKind() {}
}
