package dev.agenthub.api;

import org.jspecify.annotations.Nullable;

/**
 * What became of a code that a person types at a provider.
 *
 * @param interval how many seconds are to pass before it is asked again; null where it is done
 * @param connection the connection; null as long as the provider waits for the person
 */
public record DeviceProgress(@Nullable Integer interval, @Nullable Connection connection) {

    public DeviceProgress {
        if ((interval == null) == (connection == null)) {
            throw new IllegalArgumentException("one of interval and connection is expected");
        }
    }
}
