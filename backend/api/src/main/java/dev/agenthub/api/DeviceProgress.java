package dev.agenthub.api;

import org.jspecify.annotations.Nullable;

/**
 * The progress of an authorization by a code that a person enters at a provider (RFC 8628).
 *
 * @param interval seconds to wait before asking again; null where the authorization is complete
 * @param connection the connection; null as long as the provider waits for the person
 */
public record DeviceProgress(@Nullable Integer interval, @Nullable Connection connection) {

    public DeviceProgress {
        if ((interval == null) == (connection == null)) {
            throw new IllegalArgumentException("one of interval and connection is expected");
        }
    }
}
