package dev.agenthub.server;

import dev.agenthub.api.Invitation;
import dev.agenthub.api.JoinLink;
import dev.agenthub.db.failure.StartupException;
import dev.agenthub.files.DataFolderCodes;
import dev.agenthub.files.DurableFile;
import dev.agenthub.server.folder.DataFolder;
import dev.agenthub.server.tls.ServerCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The address and certificate fingerprint of a data folder's backends, kept in the folder so that commands can make links to them.
 *
 * @param fingerprint SHA-256 of the certificate, in hex
 */
record ServedAddress(URI address, String fingerprint) {
    private static final String FILE = "served-at";
    private static final String CERTIFICATE = "served-certificate.pem";

    Invitation linkTo(Invitation invitation) {
        return new Invitation(invitation.code(), invitation.expiresAt(),
                new JoinLink(address, fingerprint, invitation.code()).text());
    }

    /** Writes both files: this address, and the certificate as PEM for clients that are to trust it. */
    void keepIn(DataFolder folder, ServerCertificate certificate) {
        try {
            DurableFile.writePrivately(folder.root().resolve(CERTIFICATE), certificate.pem());
            DurableFile.writePrivately(folder.root().resolve(FILE),
                    (address + "\n" + fingerprint + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the kept address.
     *
     * @throws StartupException NEVER_SERVED where no backend has served from that folder, DATA_FOLDER_UNUSABLE
     */
    static ServedAddress of(DataFolder folder) {
        return of(folder.root());
    }

    static ServedAddress of(Path folder) {
        Path file = served(folder, FILE);
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

    /** The certificate, as PEM, of the backend that started on this folder last. */
    static String certificate(Path folder) {
        Path file = served(folder, CERTIFICATE);
        try {
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static Path served(Path folder, String name) {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            throw new StartupException("NEVER_SERVED", "No backend has served from the data folder " + folder
                    + " yet: start agenthub serve with it first.");
        }
        return file;
    }

    private static StartupException unusable(Path file, @Nullable Exception cause) {
        return new StartupException(DataFolderCodes.UNUSABLE,
                "The file " + file + " is damaged: agenthub serve writes it anew.", cause);
    }
}
