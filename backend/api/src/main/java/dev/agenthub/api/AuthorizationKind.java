package dev.agenthub.api;

import java.util.Locale;

/** How a service is authorized. */
public enum AuthorizationKind {
    /** By a key that an administrator enters. */
    KEY,
    /** By OAuth at its provider. */
    OAUTH,
    /** By OAuth at a provider that the connection names, and that publishes its addresses (RFC 8414). */
    DISCOVERED;

    /** The value in JSON. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
