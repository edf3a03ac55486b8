package dev.agenthub.api;

/**
 * The wish to authorize a connection with a code that a person types at the provider, on any device (RFC 8628).
 *
 * @param shrink whether it is done to end scopes that nothing needs; refused where it has none
 */
public record NewDeviceAuthorization(boolean shrink) {}
