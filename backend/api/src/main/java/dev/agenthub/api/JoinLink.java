package dev.agenthub.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An invitation to a remote backend as one text: its address, its certificate's fingerprint and the one-time code:
 * {@code https://host:port/join#<code>.sha256-<fingerprint>}. What follows the # never
 * reaches a server, should somebody open it in a browser.
 *
 * @param backend its address
 * @param fingerprint SHA-256 of its certificate's DER form, 64 hex digits
 * @param code the invitation's
 */
public record JoinLink(URI backend, String fingerprint, String code) {
    private static final Pattern SECRET_PART = Pattern.compile("([A-Za-z0-9_-]{1,300})\\.sha256-([0-9a-f]{64})");
    private static final String PATH = "/join";

    public JoinLink {
        backend = Check.present("backend", backend);
        if (!"https".equals(backend.getScheme()) || backend.getHost() == null) {
            throw new IllegalArgumentException("backend is not an https address");
        }
        fingerprint = Check.hash("fingerprint", fingerprint);
        code = Check.text("code", code, 300);
    }

    /** Reads a link; empty for any other text. */
    public static Optional<JoinLink> parse(String text) {
        try {
            URI link = new URI(text.strip());
            Matcher secret = SECRET_PART.matcher(link.getFragment() == null ? "" : link.getFragment());
            if (!"https".equals(link.getScheme()) || link.getHost() == null || !PATH.equals(link.getPath())
                    || link.getRawUserInfo() != null || link.getRawQuery() != null || !secret.matches()) {
                return Optional.empty();
            }
            URI backend = new URI("https", null, link.getHost(), link.getPort(), null, null, null);
            return Optional.of(new JoinLink(backend, secret.group(2), secret.group(1)));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    /** The link as it is handed over. */
    public String text() {
        return backend + PATH + "#" + code + ".sha256-" + fingerprint;
    }

    /** Keeps the code out of logs. */
    @Override
    public String toString() {
        return "JoinLink[backend=" + backend + "]";
    }
}
