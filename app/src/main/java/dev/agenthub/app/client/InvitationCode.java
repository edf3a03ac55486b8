package dev.agenthub.app.client;

import dev.agenthub.api.JoinLink;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.RemoteAddress;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A one-time code, {@code ahi_<org>_<id>_<secret>}, and the server named by the link that
 * contains it. Only that server can tell whether the code is valid.
 */
public final class InvitationCode {
    /** The code of an invitation whose link names another server than the one it would be sent to. */
    public static final String OF_ANOTHER_SERVER = "INVITATION_OF_ANOTHER_SERVER";

    private static final Pattern CODE = Pattern.compile("ahi_([0-9a-f]{32})_[0-9a-f]{32}_[A-Za-z0-9_-]+");

    private final String text;
    private final UUID org;
    private final @Nullable RemoteAddress server;

    private InvitationCode(String text, UUID org, @Nullable RemoteAddress server) {
        this.text = text;
        this.org = org;
        this.server = server;
    }

    /** Reads a code or a link; empty for any other text. Spaces and line breaks from copying are ignored. */
    public static Optional<InvitationCode> parse(String typed) {
        String unbroken = typed.replaceAll("\\s", "");
        Optional<JoinLink> link = JoinLink.parse(unbroken);
        String code = link.map(JoinLink::code).orElse(unbroken);
        Matcher parts = CODE.matcher(code);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String hex = parts.group(1);
        return Optional.of(new InvitationCode(code, new UUID(Long.parseUnsignedLong(hex, 0, 16, 16),
                Long.parseUnsignedLong(hex, 16, 32, 16)),
                link.map(given -> new RemoteAddress(given.backend(), given.fingerprint())).orElse(null)));
    }

    String text() {
        return text;
    }

    /**
     * Fails where the link names another server than {@code backend}. A code without a link names none and passes.
     *
     * @throws CodedException {@value #OF_ANOTHER_SERVER}; the code was not sent
     */
    void requireServer(BackendClient backend) {
        if (server != null && !isServedBy(backend, server)) {
            RemoteAddress asked = backend.address();
            boolean sameAddress = asked.isAtTheAddressOf(server);
            throw new CodedException(OF_ANOTHER_SERVER, "This invitation is for " + server.uri()
                    + (sameAddress ? " with " + server.certificate() : "") + ", but you are talking to " + asked.uri()
                    + (sameAddress ? " with another certificate" : "")
                    + ". Nothing was sent. Join with the whole link at its own server: “Join a team” in the desktop, or agenthub desktop --connect LINK. For this server, ask for a new invitation.");
        }
    }

    /** A server may have several host names, so certificates are compared where both sides name one. */
    private static boolean isServedBy(BackendClient backend, RemoteAddress server) {
        RemoteAddress asked = backend.address();
        String known = asked.fingerprint();
        if (known == null && asked.isAtTheAddressOf(server)) {
            known = backend.shownCertificate();
        }
        return known != null && known.equals(server.fingerprint());
    }

    /** The organization that the invitation is for. */
    public UUID org() {
        return org;
    }

    @Override
    public String toString() {
        return "***";
    }
}
