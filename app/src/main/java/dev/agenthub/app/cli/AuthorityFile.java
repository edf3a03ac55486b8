package dev.agenthub.app.cli;

import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.timestamp.TimestampAuthorities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the certificates of the timestamping authorities that a person trusts. */
final class AuthorityFile {
    private AuthorityFile() {}

    /** Reads a file of PEM; one that holds no certificate is a failure, since nothing in it could be trusted. */
    static TimestampAuthorities read(Path file) {
        try (var in = Files.newInputStream(file)) {
            return TimestampAuthorities.ofPem(in.readNBytes(TimestampAuthorities.MAX_LENGTH + 1));
        } catch (IOException e) {
            throw Input.unreadable(file, e);
        } catch (EvidenceException e) {
            throw CommandFailure.notDone(e.code(), file + " holds no certificates: " + Input.sentence(e));
        }
    }
}
