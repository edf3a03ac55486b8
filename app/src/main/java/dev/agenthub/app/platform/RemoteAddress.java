package dev.agenthub.app.platform;

import dev.agenthub.api.JoinLink;
import dev.agenthub.api.Shapes;
import dev.agenthub.files.DataFolderCodes;
import dev.agenthub.files.DurableFile;
import dev.agenthub.files.PrivateFolders;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a remote backend and the certificate that it must present.
 *
 * @param fingerprint SHA-256 of the certificate, 64 hex digits; null to trust the system's certificate authorities
 */
public record RemoteAddress(URI uri, @Nullable String fingerprint) {
    /** The code of a text that is no address of a backend. */
    public static final String INVALID = "BACKEND_ADDRESS_INVALID";
    /** The code of a certificate that differs from the remembered one. */
    public static final String CERTIFICATE_CHANGED = "BACKEND_CERTIFICATE_CHANGED";

    private static final Pattern FINGERPRINT = Pattern.compile(Shapes.HASH);
    private static final int HTTPS_PORT = 443;
    private static final String FOLDER = "at-";
    private static final String FILE = "backend";
    private static final String ANY_AUTHORITY = "authorities";

    /**
     * Parses what a person typed: an address or an invitation's link.
     *
     * @param pin a certificate's fingerprint, with or without colons
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
        return new CodedException(INVALID,
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

    /**
     * The folder with the person's keys for this backend and its remembered certificate.
     *
     * @param base as for {@link DataFolders#of}
     */
    public Path folder(@Nullable Path base) {
        return DataFolders.of(base, false).resolveSibling(FOLDER + uri.getHost().replaceAll("[^A-Za-z0-9.-]", "_")
                + (uri.getPort() < 0 ? "" : "-" + uri.getPort()));
    }

    /**
     * The remote backends remembered on this device, sorted by address.
     *
     * @param base as for {@link DataFolders#of}
     */
    public static List<RemoteAddress> known(@Nullable Path base) {
        List<RemoteAddress> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(DataFolders.of(base, false).resolveSibling("."),
                FOLDER + "*")) {
            for (Path folder : folders) {
                at(folder).filter(address -> address.folder(base).equals(folder.normalize())).ifPresent(found::add);
            }
        } catch (IOException e) {
            System.getLogger(RemoteAddress.class.getName()).log(System.Logger.Level.DEBUG, "No backend is known", e);
        }
        found.sort(Comparator.comparing(address -> address.uri().toString()));
        return found;
    }

    /** The address alone; the remembered certificate is read before the first call. */
    private static Optional<RemoteAddress> at(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(of(Files.readString(file).split("\n", 2)[0], null))
                    : Optional.empty();
        } catch (CodedException e) {
            System.getLogger(RemoteAddress.class.getName()).log(System.Logger.Level.DEBUG, file + " names none", e);
            return Optional.empty();
        }
    }

    /**
     * The backend as remembered in this folder; this address where nothing is remembered.
     *
     * @throws CodedException BACKEND_CERTIFICATE_CHANGED where this address has another certificate than is remembered
     */
    public RemoteAddress knownIn(Path folder) {
        Optional<RemoteAddress> remembered = remembered(folder);
        if (remembered.isEmpty() || fingerprint == null || fingerprint.equals(remembered.get().fingerprint())) {
            return remembered.orElse(this);
        }
        throw new CodedException(CERTIFICATE_CHANGED,
                otherCertificate(uri, remembered.get().certificate(),
                        "the one that was given is " + fingerprint));
    }

    /**
     * The sentence of {@link #CERTIFICATE_CHANGED}.
     *
     * @param known the remembered certificate
     * @param other the other certificate and where it was found
     */
    public static String otherCertificate(URI backend, String known, String other) {
        return backend + " should show " + known + ", but " + other
                + ". Somebody may be between you and it. If those who run it confirm the new one: agenthub certificate trust "
                + backend + " --pin SHA256";
    }

    /** Whether both have the same host and port, whatever their certificates. */
    public boolean isAtTheAddressOf(RemoteAddress other) {
        return uri.getScheme().equals(other.uri.getScheme()) && uri.getHost().equalsIgnoreCase(other.uri.getHost())
                && port(uri) == port(other.uri);
    }

    private static int port(URI uri) {
        return uri.getPort() < 0 ? HTTPS_PORT : uri.getPort();
    }

    /** The certificate's fingerprint, or that the system's authorities are trusted, in words. */
    public String certificate() {
        return fingerprint == null
                ? "any certificate of the authorities that this system trusts"
                : "the certificate " + fingerprint;
    }

    /** Reads what is remembered in this backend's folder. */
    public Optional<RemoteAddress> remembered(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            String[] lines = Files.exists(file) ? Files.readString(file).split("\n", -1) : new String[0];
            if (lines.length < 2 || !lines[0].equals(uri.toString())) {
                return Optional.empty();
            }
            if (!lines[1].equals(ANY_AUTHORITY) && !FINGERPRINT.matcher(lines[1]).matches()) {
                throw new CodedException(DataFolderCodes.UNUSABLE,
                        file + " is damaged: it does not say how the backend is known.");
            }
            return Optional.of(new RemoteAddress(uri, lines[1].equals(ANY_AUTHORITY) ? null : lines[1]));
        } catch (IOException e) {
            throw new CodedException(DataFolderCodes.UNUSABLE, "AgentHub can’t use " + file + ".", e);
        }
    }

    /** Remembers this address and certificate, replacing what was remembered. Only its owner can open the folder. */
    public void remember(Path folder) {
        try {
            PrivateFolders.create(folder);
            DurableFile.writePrivately(folder.resolve(FILE),
                    (uri + "\n" + (fingerprint == null ? ANY_AUTHORITY : fingerprint)
                            + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CodedException(DataFolderCodes.UNUSABLE, "AgentHub can’t use " + folder + ".", e);
        }
    }
}
