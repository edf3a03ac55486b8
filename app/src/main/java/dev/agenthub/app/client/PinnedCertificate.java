package dev.agenthub.app.client;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Trusts one server certificate, identified by the SHA-256 of its DER form, whatever its issuer and its host names. Thread-safe. */
final class PinnedCertificate extends X509ExtendedTrustManager {
    private final String fingerprint;

    /** The backend presented another certificate than the pinned one. */
    static final class OtherCertificateException extends CertificateException {
        private static final long serialVersionUID = 1L;
        private final String pinned;
        private final X509Certificate shown;

        OtherCertificateException(String pinned, X509Certificate shown) {
            super("The certificate is not the one that was pinned");
            this.pinned = pinned;
            this.shown = shown;
        }

        X509Certificate certificate() {
            return shown;
        }

        /** SHA-256, 64 hex digits. */
        String pinned() {
            return pinned;
        }

        /** SHA-256, 64 hex digits. */
        String shown() {
            return ShownCertificate.fingerprint(shown);
        }
    }

    /** The {@code OtherCertificateException} among a failure's causes; null where there is none. */
    static @Nullable OtherCertificateException other(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OtherCertificateException other) {
                return other;
            }
        }
        return null;
    }

    PinnedCertificate(String fingerprint) {
        this.fingerprint = fingerprint;
    }

    /** Configures a client to accept this certificate only. */
    static OkHttpClient.Builder require(String fingerprint, OkHttpClient.Builder client) {
        PinnedCertificate pinned = new PinnedCertificate(fingerprint);
        // The certificate is the server's name: a tunnel or a load balancer may call it anything.
        return client.sslSocketFactory(pinned.context().getSocketFactory(), pinned).hostnameVerifier((_, _) -> true);
    }

    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[]{this}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        String shown = ShownCertificate.fingerprint(chain[0]);
        if (!shown.equals(fingerprint)) {
            throw new OtherCertificateException(fingerprint, chain[0]);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("Clients have no certificates here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
