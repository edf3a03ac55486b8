package dev.agenthub.app.platform;

import dev.agenthub.api.JoinLink;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a backend elsewhere is, and how it is known.
 *
 * @param fingerprint SHA-256 of its certificate, 64 hex digits; null where the system's authorities vouch for it
 */
public record RemoteAddress(URI uri, @Nullable String fingerprint) {
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
    private static final String FILE = "backend";

    /**
     * Reads what a person typed: an address, or an invitation's link.
     *
     * @param pin a fingerprint, with or without colons
     * @throws CodedException BACKEND_ADDRESS_INVALID, BACKEND_PIN_INVALID
     */
    public static RemoteAddress of(String typed, @Nullable String pin) {
        String fingerprint = pin == null ? null : fingerprint(pin);
        Optional<JoinLink> link = JoinLink.parse(typed);
        if (link.isPresent()) {
            return new RemoteAddress(link.get().backend(),
                    fingerprint == null ? link.get().fingerprint() : fingerprint);
        }
        try {
            URI uri = new URI(typed.strip());
            boolean plain = (uri.getRawPath() == null || uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
                    && uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null;
            if ("https".equals(uri.getScheme()) && uri.getHost() != null && plain) {
                return new RemoteAddress(new URI("https", null, uri.getHost(), uri.getPort(), null, null, null),
                        fingerprint);
            }
        } catch (URISyntaxException e) {
            throw invalid(e);
        }
        throw invalid(null);
    }

    private static CodedException invalid(@Nullable Exception cause) {
        return new CodedException("BACKEND_ADDRESS_INVALID",
                "A backend’s address is like https://agenthub.example.com:8443, or an invitation’s link.", cause);
    }

    private static String fingerprint(String typed) {
        String hex = typed.strip().replace(":", "").toLowerCase(Locale.ROOT);
        if (!FINGERPRINT.matcher(hex).matches()) {
            throw new CodedException("BACKEND_PIN_INVALID",
                    "A certificate’s fingerprint is its SHA-256: 64 hex digits.");
        }
        return hex;
    }

    /** A folder name for what is kept about this backend. */
    public String folderName() {
        return "at-" + uri.getHost().replaceAll("[^A-Za-z0-9.-]", "_") + (uri.getPort() < 0 ? "" : "-" + uri.getPort());
    }

    /** With the fingerprint that was remembered in the folder, where none was given; and remembers the one that was. */
    public RemoteAddress rememberedIn(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (fingerprint != null) {
                PrivateFiles.write(file, (uri + "\n" + fingerprint + "\n").getBytes(StandardCharsets.UTF_8));
                return this;
            }
            if (!Files.exists(file)) {
                return this;
            }
            String[] lines = Files.readString(file).split("\n", -1);
            return lines.length > 1 && lines[0].equals(uri.toString()) && FINGERPRINT.matcher(lines[1]).matches()
                    ? new RemoteAddress(uri, lines[1])
                    : this;
        } catch (IOException e) {
            throw new CodedException("DATA_FOLDER_UNUSABLE", "AgentHub can’t use " + file + ".", e);
        }
    }
}
