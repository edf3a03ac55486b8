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
 * The backends known on this device.
 *
 * @param base as for {@link DataFolders#of}
 * @param own the options of the embedded backend
 */
record DeviceDestinations(@Nullable Path base, DesktopOptions own) {
    /** The folder that a window claims while it shows the start screen. */
    Path startFolder() {
        return DataFolders.of(base, false).resolveSibling("start");
    }

    /** The file with the window's last bounds and text size. */
    Path windowFile() {
        return DataFolders.of(base, false).resolveSibling("window.properties");
    }

    boolean hasOwn() {
        return !EmbeddedBackend.isFirstStart(own.folder());
    }

    List<RemoteAddress> known() {
        return RemoteAddress.known(base);
    }

    /** The only backend that was used on this device; empty where there are several or none. */
    Optional<DesktopOptions> onlyOne() {
        List<RemoteAddress> known = known();
        if (known.isEmpty() && hasOwn()) {
            return Optional.of(own);
        }
        return known.size() == 1 && !hasOwn() && hasKeys(known.getFirst())
                ? Optional.of(at(known.getFirst(), null))
                : Optional.empty();
    }

    /** Whether there is a key to sign in with. After a failed enrolment the backend is remembered, but without a key. */
    private boolean hasKeys(RemoteAddress address) {
        KeyFiles.Listing keys = KeyFiles.in(address.folder(base)).list();
        return !keys.cards().isEmpty() || !keys.damaged().isEmpty();
    }

    /** The options for a remote backend. {@code invitation} is the link of an invitation to it; null for none. */
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
