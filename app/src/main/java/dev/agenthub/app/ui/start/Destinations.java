package dev.agenthub.app.ui.start;

import dev.agenthub.app.platform.RemoteAddress;
import java.util.List;

/** The backends that the start screen offers, and the actions that open them. */
public interface Destinations {
    /** Whether this device already has its own database. */
    boolean hasOwn();

    /** The remote backends remembered on this device. */
    List<RemoteAddress> known();

    /**
     * Verifies that the backend is reachable and presents the expected certificate, and remembers it. Blocks.
     *
     * @throws dev.agenthub.app.platform.CodedException where it is not reachable or presents another certificate
     */
    void check(RemoteAddress address);

    /** Opens the backend of this device, and creates it where there is none. */
    void goToOwn();

    /** Opens the sign-in screen of a remote backend. */
    void goTo(RemoteAddress address);

    /** Opens the enrolment at a remote backend with an invitation's link. */
    void join(RemoteAddress address, String link);
}
