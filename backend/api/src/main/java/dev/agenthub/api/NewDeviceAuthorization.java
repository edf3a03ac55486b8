package dev.agenthub.api;

/**
 * Starts the authorization of a connection by a code that a person enters at the provider, on any device (RFC 8628).
 *
 * @param shrink whether its purpose is to give up scopes that nothing needs; refused where there are none
 */
public record NewDeviceAuthorization(boolean shrink) {}
