package dev.agenthub.server;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives every await of every test far longer than anything takes on a busy machine: what is awaited comes, or the
 * test fails, however fast the machine is. JUnit finds this by itself, as {@code junit-platform.properties} allows.
 */
public final class Patience implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }
}
