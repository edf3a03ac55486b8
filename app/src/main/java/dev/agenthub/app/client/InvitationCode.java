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
 * A one-time code, {@code ahi_<org>_<id>_<secret>}, and the server that the link around it
 * names; only that server can tell whether the code is good.
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

    /** Empty for any other text; spaces and line breaks that came along when it was copied do no harm. */
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
     * Refuses a backend that is not the server of the link; a code without a link names none, and goes wherever the person is.
     *
     * @throws CodedException {@value #OF_ANOTHER_SERVER}, before the backend hears anything of the code
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

    /** A server may have several names: its certificate tells which one it is, where both sides name one. */
    private static boolean isServedBy(BackendClient backend, RemoteAddress server) {
        RemoteAddress asked = backend.address();
        String known = asked.fingerprint();
        if (known == null && asked.isAtTheAddressOf(server)) {
            known = backend.shownCertificate();
        }
        return known != null && known.equals(server.fingerprint());
    }

    /** Whose members it lets in. */
    public UUID org() {
        return org;
    }

    @Override
    public String toString() {
        return "***";
    }
}
