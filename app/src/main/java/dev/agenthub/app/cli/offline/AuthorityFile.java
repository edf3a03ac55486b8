package dev.agenthub.app.cli.offline;

import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.Input;
import dev.agenthub.app.platform.GivenFile;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.timestamp.TimestampAuthorities;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Reads options about timestamping authorities: trusted certificates and addresses. */
public final class AuthorityFile {
    private AuthorityFile() {}

    /** Parses an authority's address; fails for schemes other than http and https. */
    public static URI url(String text) {
        try {
            URI url = new URI(text);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (web && url.getHost() != null && url.getUserInfo() == null) {
                return url;
            }
        } catch (URISyntaxException _) {
            // Reported below like every other invalid address.
        }
        throw CommandFailure.notDone("USAGE", text + " is not an http or https address without a name and password.");
    }

    /** Reads certificates from a PEM file; fails where it holds none. */
    public static TimestampAuthorities read(Path file) {
        try (var in = GivenFile.open(file)) {
            return TimestampAuthorities.ofPem(in.readNBytes(TimestampAuthorities.MAX_LENGTH + 1));
        } catch (IOException e) {
            throw Input.unreadable(file, e);
        } catch (EvidenceException e) {
            throw CommandFailure.notDone(e.code(), file + " holds no certificates: " + Input.sentence(e));
        }
    }
}
