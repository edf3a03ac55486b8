package dev.agenthub.app.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.HexFormat;
import javax.net.ssl.SSLSocket;

/** Reads the certificate that a server presents, without trusting it. The handshake ends there; no request is sent. */
public final class ShownCertificate {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int HTTPS = 443;
    /** A pin that no certificate has, so that the handshake always fails. */
    private static final String NONE = "";

    private ShownCertificate() {}

    /**
     * Returns the server's certificate as PEM.
     *
     * @throws BackendException BACKEND_UNREACHABLE where the server presents none
     */
    public static String of(URI server) {
        int port = server.getPort() < 0 ? HTTPS : server.getPort();
        String host = server.getHost().replaceAll("[\\[\\]]", "");
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
            plain.setSoTimeout((int) PATIENCE.toMillis());
            try (SSLSocket tls = (SSLSocket) new PinnedCertificate(NONE).context().getSocketFactory()
                    .createSocket(plain, host, port, true)) {
                tls.startHandshake();
            }
        } catch (IOException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof PinnedCertificate.OtherCertificateException other) {
                    return BackendClient.pem(other.certificate());
                }
            }
            throw new BackendException(BackendException.UNREACHABLE, "The backend can’t be reached.", 0, e);
        }
        throw new IllegalStateException("A handshake held that nobody trusted");
    }

    /** SHA-256 of a certificate's DER form, 64 hex digits. */
    public static String fingerprint(Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
