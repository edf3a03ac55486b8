package dev.agenthub.app.cli.online;

import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.client.ShownCertificate;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Formats a certificate for comparison, with the configuration lines that make other programs trust exactly this certificate. */
final class CertificateText {
    private static final String FILE = "agenthub.pem";

    private final X509Certificate certificate;
    private final String pem;
    private final String fingerprint;

    private CertificateText(X509Certificate certificate, String pem, String fingerprint) {
        this.certificate = certificate;
        this.pem = pem;
        this.fingerprint = fingerprint;
    }

    /** @throws CommandFailure CERTIFICATE_UNREADABLE */
    static CertificateText of(String pem) {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            return new CertificateText(certificate, pem, ShownCertificate.fingerprint(certificate));
        } catch (CertificateException _) {
            throw CommandFailure.notDone("CERTIFICATE_UNREADABLE",
                    "What is kept as the certificate is none: agenthub serve writes it anew at its next start.");
        }
    }

    String pem() {
        return pem;
    }

    /** The full description for a person. */
    String about(URI backend) {
        return """
                Certificate of %s

                SHA-256  %s
                         %s
                Names    %s
                Valid    from %s until %s

                %s
                To let a program trust exactly this certificate and still check the name, keep it in a file:

                  agenthub certificate show %s --pin %s --pem > %s

                curl:
                  curl --cacert %s %s/v1/health
                Python (or requests.get(url, verify="%s")):
                  python3 -c 'import ssl, urllib.request as u; print(u.urlopen("%s/v1/health", context=ssl.create_default_context(cafile="%s")).status)'
                Node (which trusts public authorities too; for this one alone: https.get(url, {ca: fs.readFileSync("%s")})):
                  NODE_EXTRA_CA_CERTS=%s node -e 'require("https").get("%s/v1/health", answer => console.log(answer.resume().statusCode))'
                Java, with a trust store of its own:
                  keytool -importcert -noprompt -alias agenthub -file %s -keystore agenthub-trust.p12 -storetype PKCS12 -storepass agenthub
                  java -Djavax.net.ssl.trustStore=agenthub-trust.p12 -Djavax.net.ssl.trustStorePassword=agenthub …
                """
                .formatted(backend, fingerprint, fingerprint.replaceAll("(.{4})(?=.)", "$1 "), names(),
                        certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant(), pem, backend,
                        fingerprint, FILE, FILE, backend, FILE, backend, FILE, FILE, FILE, backend, FILE);
    }

    private String names() {
        try {
            @Nullable
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return all == null || all.isEmpty()
                    ? "none: programs that check names refuse it everywhere"
                    : all.stream().map(one -> address(String.valueOf(one.get(1)))).sorted()
                            .collect(Collectors.joining(", "));
        } catch (CertificateException _) {
            return "unreadable";
        }
    }

    /** Shortens the IPv6 loopback address to its usual form. */
    private static String address(String name) {
        return name.contains(":") && InetAddress.ofLiteral(name).isLoopbackAddress() ? "::1" : name;
    }
}
