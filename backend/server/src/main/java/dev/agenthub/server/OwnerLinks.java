package dev.agenthub.server;

import dev.agenthub.api.Invitation;
import dev.agenthub.api.JoinLink;
import dev.agenthub.db.failure.StartupException;
import dev.agenthub.files.DataFolderCodes;
import dev.agenthub.files.DurableFile;
import dev.agenthub.server.folder.DataFolder;
import dev.agenthub.server.identity.Invitations;
import dev.agenthub.server.organizations.OrganizationCreator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the enrolment link of an organization's first owner in a file that only the
 * operating system user can read, until it is used or has expired.
 *
 * <p>The file's modification time is when its link was made.
 */
final class OwnerLinks {
    /** Name of the data folder's lock under which organizations and their links are created. */
    static final String LOCK = "organization";

    private static final String BEGINNING = "first-owner-";
    private static final String END = ".link";

    private final Path folder;
    private final InstantSource clock;

    OwnerLinks(DataFolder folder, InstantSource clock) {
        this.folder = folder.root();
        this.clock = clock;
    }

    /** The file of that organization's link, whether it exists or not. */
    Path file(UUID org) {
        return folder.resolve(BEGINNING + org + END);
    }

    /**
     * A link that is still valid.
     *
     * @param text the link as it is handed to the owner
     */
    record Kept(String text, Path file, Instant expiresAt) {}

    /**
     * Returns the link of an organization without members: with the code that is kept while that is
     * valid, so that a start does not invalidate a link that was printed earlier, otherwise with a
     * new code. It leads to this backend's address. Empty where the organization has members.
     *
     * <p>The caller holds the lock {@link #LOCK}.
     *
     * @throws StartupException DATA_FOLDER_UNUSABLE
     */
    Optional<Kept> valid(UUID org, Invitations invitations, ServedAddress served) {
        String code = code(org);
        Optional<Invitation> invitation = invitations.forFirstOwner(org, OrganizationCreator.GROUPS, code);
        if (invitation.isEmpty()) {
            used(org);
        }
        return invitation.map(one -> keep(org, served, one));
    }

    /**
     * Writes the link's file, replacing an earlier one.
     *
     * @throws StartupException DATA_FOLDER_UNUSABLE
     */
    Kept keep(UUID org, ServedAddress served, Invitation invitation) {
        Path file = file(org);
        String link = Objects.requireNonNull(served.linkTo(invitation).link());
        try {
            DurableFile.writePrivately(file, (link + "\n").getBytes(StandardCharsets.UTF_8));
            Files.setLastModifiedTime(file, FileTime.from(invitation.expiresAt().minus(Invitations.OWNER_VALID)));
        } catch (IOException e) {
            throw new StartupException(DataFolderCodes.UNUSABLE, "The link can't be written to " + file + ".", e);
        }
        return new Kept(link, file, invitation.expiresAt());
    }

    /** The code in the kept link; null where there is no file or its content is not a link. */
    private @Nullable String code(UUID org) {
        try {
            return JoinLink.parse(Files.readString(file(org))).map(JoinLink::code).orElse(null);
        } catch (IOException _) {
            // Deleted, or not readable for this user: a new link replaces it.
            return null;
        }
    }

    /** Deletes the link file of an organization whose first owner has enrolled. */
    void used(UUID org) {
        try {
            Files.deleteIfExists(file(org));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the files of expired links. */
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
            // Another backend on this folder deleted it first.
        }
    }
}
