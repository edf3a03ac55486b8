package dev.agenthub.server.connectors.catalog;

/**
 * A scope that a service offers.
 *
 * @param name as the provider writes it
 * @param title what it permits, for people
 * @param required whether the service always needs it
 */
public record OfferedScope(String name, String title, boolean required) {}
