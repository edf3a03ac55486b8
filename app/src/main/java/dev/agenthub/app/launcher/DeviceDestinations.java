package dev.agenthub.app.launcher;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.platform.DataFolders;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.RemoteAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the desktop can go on this device.
 *
 * @param base as for {@link DataFolders#of}
 * @param own how a backend of this device is to be started
 */
record DeviceDestinations(@Nullable Path base, DesktopOptions own) {
    /** The folder that a window has for itself while it asks where to go. */
    Path startFolder() {
        return DataFolders.of(base, false).resolveSibling("start");
    }

    /** Where this device remembers how the window was. */
    Path windowFile() {
        return DataFolders.of(base, false).resolveSibling("window.properties");
    }

    boolean hasOwn() {
        return !EmbeddedBackend.isFirstStart(own.folder());
    }

    List<RemoteAddress> known() {
        return RemoteAddress.known(base);
    }

    /** The one place where a person has worked on this device; empty where they have to say which, or are new. */
    Optional<DesktopOptions> onlyOne() {
        List<RemoteAddress> known = known();
        if (known.isEmpty() && hasOwn()) {
            return Optional.of(own);
        }
        return known.size() == 1 && !hasOwn() && hasKeys(known.getFirst())
                ? Optional.of(at(known.getFirst(), null))
                : Optional.empty();
    }

    /** Somebody whose enrolment failed knows the backend, but has nothing to sign in with. */
    private boolean hasKeys(RemoteAddress address) {
        KeyFiles.Listing keys = KeyFiles.in(address.folder(base)).list();
        return !keys.cards().isEmpty() || !keys.damaged().isEmpty();
    }

    /** {@code invitation} is the link of an invitation to it, null for none. */
    DesktopOptions at(RemoteAddress address, @Nullable String invitation) {
        return new DesktopOptions(address.folder(base), false, own.port(), null, null, address, invitation,
                own.lockAfter());
    }

    void check(RemoteAddress address) {
        try (BackendClient client = BackendClient.elsewhere(address, address.folder(base))) {
            client.health();
        }
    }
}
