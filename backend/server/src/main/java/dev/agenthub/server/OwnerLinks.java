package dev.agenthub.server;

import dev.agenthub.db.OwnerOnly;
import dev.agenthub.db.StartupException;
import dev.agenthub.server.identity.Invitations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Keeps the link with which an organization's first owner joins in a file that only its owner can read, until it is used or has expired.
 *
 * <p>A file is as old as its link.
 */
final class OwnerLinks {
    private static final String BEGINNING = "first-owner-";
    private static final String END = ".link";

    private final Path folder;
    private final InstantSource clock;

    OwnerLinks(DataFolder folder, InstantSource clock) {
        this.folder = folder.root();
        this.clock = clock;
    }

    /** Where the link of that organization is, if there is one. */
    Path file(UUID org) {
        return folder.resolve(BEGINNING + org + END);
    }

    /**
     * Writes the link in the place of an earlier one.
     *
     * @throws StartupException DATA_FOLDER_UNUSABLE
     */
    Path keep(UUID org, String link) {
        Path file = file(org);
        try {
            OwnerOnly.replace(file, (link + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new StartupException("DATA_FOLDER_UNUSABLE", "The link can't be written to " + file + ".", e);
        }
        return file;
    }

    /** Removes the link of an organization that somebody has joined. */
    void used(UUID org) {
        try {
            Files.deleteIfExists(file(org));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the links that nobody used in time. */
    void removeExpired() {
        Instant oldest = clock.instant().minus(Invitations.OWNER_VALID);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, BEGINNING + "*" + END)) {
            for (Path file : files) {
                removeIfOlder(file, oldest);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void removeIfOlder(Path file, Instant oldest) throws IOException {
        try {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException _) {
            // Another backend of this folder was faster.
        }
    }
}
