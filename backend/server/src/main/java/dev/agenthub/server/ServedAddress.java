package dev.agenthub.server;

import dev.agenthub.api.Invitation;
import dev.agenthub.api.JoinLink;
import dev.agenthub.db.OwnerOnly;
import dev.agenthub.db.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What desktops reach the backends of a data folder by, kept there so that a command can make a link to them.
 *
 * @param fingerprint SHA-256 of their certificate, in hex
 */
record ServedAddress(URI address, String fingerprint) {
    private static final String FILE = "served-at";

    Invitation linkTo(Invitation invitation) {
        return new Invitation(invitation.code(), invitation.expiresAt(),
                new JoinLink(address, fingerprint, invitation.code()).text());
    }

    void keepIn(DataFolder folder) {
        try {
            OwnerOnly.replace(folder.root().resolve(FILE),
                    (address + "\n" + fingerprint + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws StartupException NEVER_SERVED where no backend has served from that folder, DATA_FOLDER_UNUSABLE */
    static ServedAddress of(DataFolder folder) {
        Path file = folder.root().resolve(FILE);
        if (!Files.exists(file)) {
            throw new StartupException("NEVER_SERVED", "No backend has served from the data folder " + folder.root()
                    + " yet, so nobody could join: start agenthub serve with it first.");
        }
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() == 2) {
                return new ServedAddress(URI.create(lines.getFirst()), lines.getLast());
            }
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(file, e);
        }
        throw unusable(file, null);
    }

    private static StartupException unusable(Path file, @Nullable Exception cause) {
        return new StartupException("DATA_FOLDER_UNUSABLE",
                "The file " + file + " is damaged: agenthub serve writes it anew.", cause);
    }
}
