package dev.agenthub.server.connectors.calls;

import dev.agenthub.server.connectors.egress.EgressRule;
import dev.agenthub.server.tls.ServerCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** A provider under a public host name that resolves to a port of this machine, with a certificate from a folder. */
public final class LocalProvider {
    public static final String HOST = "api.example.com";

    private LocalProvider() {}

    /** The TLS context that serves and trusts only the folder's certificate. */
    public static SSLContext tls(ServerCertificate certificate) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(certificate.keys(), new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new X509TrustManager[]{trust(certificate)}, null);
        return context;
    }

    public static ServerCertificate certificate(Path folder) {
        return ServerCertificate.selfMade(folder, HOST);
    }

    /** The outbound client, limited to that port. */
    public static Outbound outbound(Path folder, int port) throws GeneralSecurityException {
        ServerCertificate certificate = certificate(folder);
        return new Outbound(Outbound.Limits.DEFAULTS,
                Outbound.client(Outbound.Limits.DEFAULTS, EgressRule.sandbox(port))
                        .newBuilder().dns(_ -> List.of(InetAddress.getLoopbackAddress()))
                        .sslSocketFactory(tls(certificate).getSocketFactory(), trust(certificate)).build(),
                OptionalInt.empty());
    }

    private static X509TrustManager trust(ServerCertificate certificate) throws GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try {
            trusted.load(null, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String alias = certificate.keys().aliases().nextElement();
        trusted.setCertificateEntry(alias, certificate.keys().getCertificate(alias));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        return (X509TrustManager) Arrays.stream(trust.getTrustManagers()).findFirst().orElseThrow();
    }
}
