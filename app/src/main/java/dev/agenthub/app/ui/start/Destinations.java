package dev.agenthub.app.ui.start;

import dev.agenthub.app.platform.RemoteAddress;
import java.util.List;

/** Where this device can be used, and the ways there. */
public interface Destinations {
    /** Whether this device has a database of its own already. */
    boolean hasOwn();

    /** The backends elsewhere that this device knows. */
    List<RemoteAddress> known();

    /**
     * Makes sure that the backend is there, and is the one that it is known as, or was given as; it is known from then on. Blocks.
     *
     * @throws dev.agenthub.app.platform.CodedException where it is not
     */
    void check(RemoteAddress address);

    /** Leads to the backend of this device, which is made where there is none. */
    void goToOwn();

    /** Leads to the way in of a backend elsewhere. */
    void goTo(RemoteAddress address);

    /** Leads to the enrolment at the backend of that invitation's link. */
    void join(RemoteAddress address, String link);
}
