package dev.agenthub.server.connectors.catalog;

/**
 * A scope that a service offers.
 *
 * @param name as the provider writes it
 * @param title what it lets one do, in words
 * @param required whether nothing works without it
 */
public record OfferedScope(String name, String title, boolean required) {}
