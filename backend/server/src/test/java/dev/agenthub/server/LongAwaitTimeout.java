package dev.agenthub.server;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Sets a long time-out for every await, so that slow machines do not fail tests. JUnit
 * finds this extension by itself, as {@code junit-platform.properties} allows.
 */
public final class LongAwaitTimeout implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }
}
