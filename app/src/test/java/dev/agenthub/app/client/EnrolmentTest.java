package dev.agenthub.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.Role;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.platform.UnlockedKey;
import dev.agenthub.app.testing.RealBackend;
import dev.agenthub.app.testing.TlsProxy;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sends invitation codes to their own server and to another one, both with a real backend. */
class EnrolmentTest {
    @TempDir
    static Path folder;

    @TempDir
    Path temporary;

    private static RealBackend backend;
    private TlsProxy invited;
    private TlsProxy other;

    @BeforeAll
    static void start() {
        backend = new RealBackend(folder.resolve("sample"));
    }

    @AfterAll
    static void stop() {
        backend.close();
    }

    @BeforeEach
    void open() throws Exception {
        invited = new TlsProxy(temporary.resolve("invited"), backend.uri());
        other = new TlsProxy(temporary.resolve("other"), backend.uri());
    }

    @AfterEach
    void close() {
        other.close();
        invited.close();
    }

    @Test
    void sendsNoCodeToAnotherServerThanItsLinkNames() {
        String code = backend.invite("Bo Osei", Role.AUDITOR);
        refused(invited.link(code), other.uri(), other.fingerprint());
        refused(invited.link(code), other.uri(), null);
        refused(invited.link(code), backend.uri(), null);
        assertThat(other.requests()).isZero();
        // Nobody has used it up.
        assertThat(enrolled(invited.link(code), invited.uri(), invited.fingerprint())).isEqualTo("Bo Osei");
    }

    @Test
    void sendsNoCodeToTheSameAddressWithAnotherCertificate() {
        String code = backend.invite("Bo Osei", Role.AUDITOR);
        refused(invited.link(code).replace(invited.fingerprint(), "0".repeat(64)), invited.uri(),
                invited.fingerprint());
        assertThat(invited.requests()).isZero();
    }

    @Test
    void knowsAServerByItsCertificateWhateverItIsCalled() {
        String code = backend.invite("Bo Osei", Role.AUDITOR);
        URI otherwise = URI.create("https://localhost:" + invited.uri().getPort());
        assertThat(enrolled(invited.link(code), otherwise, invited.fingerprint())).isEqualTo("Bo Osei");
    }

    /** Where the system's authorities decide, the certificate that the server shows is the one to compare. */
    @Test
    void comparesTheCertificateOfAServerThatIsTrustedWithoutAPin() throws Exception {
        String code = backend.invite("Bo Osei", Role.AUDITOR);
        String pinned = invited.link(code);
        try (SystemTrust _ = new SystemTrust(temporary.resolve("trusted.p12"), invited.uri())) {
            refused(pinned.replace(invited.fingerprint(), "0".repeat(64)), invited.uri(), null);
            assertThat(enrolled(pinned, invited.uri(), null)).isEqualTo("Bo Osei");
        }
    }

    @Test
    void sendsACodeWithoutALinkWhereThePersonIs() {
        assertThat(enrolled(backend.invite("Bo Osei", Role.AUDITOR), other.uri(), other.fingerprint()))
                .isEqualTo("Bo Osei");
    }

    private void refused(String link, URI server, @Nullable String fingerprint) {
        KeyFiles keys = keys();
        try (BackendClient client = new BackendClient(server, fingerprint); UnlockedKey key = UnlockedKey.generate()) {
            InvitationCode code = InvitationCode.parse(link).orElseThrow();
            assertThatThrownBy(() -> Enrolment.enrol(keys, client, "Bo Osei", "orbit velvet candle".toCharArray(),
                    code)).isInstanceOfSatisfying(CodedException.class,
                            e -> assertThat(e.code()).isEqualTo(InvitationCode.OF_ANOTHER_SERVER))
                    .hasMessageContaining(invited.uri().toString()).hasMessageContaining(server.getAuthority());
            assertThatThrownBy(() -> client.enrol(code, "Bo Osei", key.publicKey()))
                    .isInstanceOfSatisfying(CodedException.class,
                            e -> assertThat(e.code()).isEqualTo(InvitationCode.OF_ANOTHER_SERVER));
        }
        assertThat(keys.list().cards()).isEmpty();
    }

    /** Does not sign in, which the backend accepts at its own address only. */
    private String enrolled(String link, URI server, @Nullable String fingerprint) {
        try (BackendClient client = new BackendClient(server, fingerprint); UnlockedKey key = UnlockedKey.generate()) {
            return client.enrol(InvitationCode.parse(link).orElseThrow(), "Bo Osei", key.publicKey()).name();
        }
    }

    private KeyFiles keys() {
        return QuickKeys.in(temporary.resolve("device"));
    }

    /** This machine's authorities are one server's certificate, until it is closed. */
    private static final class SystemTrust implements AutoCloseable {
        private static final String FILE = "javax.net.ssl.trustStore";
        private static final String PASSWORD = "javax.net.ssl.trustStorePassword";

        SystemTrust(Path file, URI server) throws Exception {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("server", CertificateFactory.getInstance("X.509").generateCertificate(
                    new ByteArrayInputStream(ShownCertificate.of(server).getBytes(StandardCharsets.US_ASCII))));
            try (OutputStream out = Files.newOutputStream(file)) {
                store.store(out, "changeit".toCharArray());
            }
            System.setProperty(FILE, file.toString());
            System.setProperty(PASSWORD, "changeit");
        }

        @Override
        public void close() {
            System.clearProperty(FILE);
            System.clearProperty(PASSWORD);
        }
    }
}
