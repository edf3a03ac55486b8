package dev.agenthub.server;

import dev.agenthub.api.Invitation;
import dev.agenthub.api.JoinLink;
import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.secret.OwnerOnly;
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
 * Keeps the link with which an organization's first owner joins in a file that only its owner can read, until it is used or has expired.
 *
 * <p>A file is as old as its link.
 */
final class OwnerLinks {
    /** Whoever makes an organization or its link has this turn of the data folder. */
    static final String TURN = "organization";

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
     * A link that somebody can still join with.
     *
     * @param text as it is handed over
     */
    record Kept(String text, Path file, Instant expiresAt) {}

    /**
     * The link of an organization that nobody has joined yet: with the code that is kept while that serves, so that no start ends a link
     * that another one printed, and otherwise with a new code. It leads to where this backend serves. Empty where somebody has joined.
     *
     * <p>For whoever has the turn {@link #TURN}.
     *
     * @throws StartupException DATA_FOLDER_UNUSABLE
     */
    Optional<Kept> standing(UUID org, Invitations invitations, ServedAddress served) {
        String code = code(org);
        Optional<Invitation> invitation = invitations.forFirstOwner(org, OrganizationCreator.GROUPS, code);
        if (invitation.isEmpty()) {
            used(org);
        }
        return invitation.map(one -> keep(org, served, one));
    }

    /**
     * Writes the link in the place of an earlier one.
     *
     * @throws StartupException DATA_FOLDER_UNUSABLE
     */
    Kept keep(UUID org, ServedAddress served, Invitation invitation) {
        Path file = file(org);
        String link = Objects.requireNonNull(served.linkTo(invitation).link());
        try {
            OwnerOnly.replace(file, (link + "\n").getBytes(StandardCharsets.UTF_8));
            Files.setLastModifiedTime(file, FileTime.from(invitation.expiresAt().minus(Invitations.OWNER_VALID)));
        } catch (IOException e) {
            throw new StartupException("DATA_FOLDER_UNUSABLE", "The link can't be written to " + file + ".", e);
        }
        return new Kept(link, file, invitation.expiresAt());
    }

    /** The code of the link that is kept; null where there is none, or what is there is no link. */
    private @Nullable String code(UUID org) {
        try {
            return JoinLink.parse(Files.readString(file(org))).map(JoinLink::code).orElse(null);
        } catch (IOException _) {
            // Lost, or not ours to read: a new one takes its place.
            return null;
        }
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
