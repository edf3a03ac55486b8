package dev.agenthub.app.cli.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.app.cli.CommandRun;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.BackendException;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.RemoteAddress;
import dev.agenthub.server.connectors.calls.LocalProvider;
import dev.agenthub.server.tls.ServerCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The remembered certificate of a remote backend, against a server whose certificate changes. */
class KnownBackendTest {
    private static final String CODE = "c".repeat(40);

    @TempDir
    Path temporary;

    private final MockWebServer server = new MockWebServer();
    private String first = "";
    private String second = "";
    private Path folder = Path.of("");

    @BeforeEach
    void start() throws Exception {
        first = certificate("first").fingerprint();
        second = certificate("second").fingerprint();
        show("first");
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder().addHeader("Content-Type", "application/json")
                        .body("{\"status\":\"ok\",\"version\":\"1\"}").build();
            }
        });
        server.start(InetAddress.getLoopbackAddress(), 0);
        folder = plain().folder(temporary);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private ServerCertificate certificate(String name) throws IOException {
        return LocalProvider.certificate(Files.createDirectories(temporary.resolve("server").resolve(name)));
    }

    /** To whoever connects from now on. */
    private void show(String name) throws Exception {
        server.useHttps(LocalProvider.tls(certificate(name)).getSocketFactory());
    }

    private RemoteAddress plain() {
        return RemoteAddress.of("https://127.0.0.1:" + server.getPort(), null);
    }

    private RemoteAddress link(String fingerprint) {
        return RemoteAddress.of("https://127.0.0.1:" + server.getPort() + "/join#" + CODE + ".sha256-" + fingerprint,
                null);
    }

    private void talk(RemoteAddress address) {
        try (BackendClient client = BackendClient.elsewhere(address, folder)) {
            client.health();
        }
    }

    @Test
    void isKnownByTheCertificateOfTheFirstConnectionThatHeld() throws IOException {
        try (BackendClient client = BackendClient.elsewhere(link(first), folder)) {
            assertThat(folder).doesNotExist();
            client.health();
        }
        assertThat(plain().knownIn(folder)).isEqualTo(link(first));
        talk(plain());
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            try (Stream<Path> all = Files.walk(folder)) {
                assertThat(all).allSatisfy(file -> assertThat(PosixFilePermissions
                        .toString(Files.getPosixFilePermissions(file))).matches("rw[x-]------"));
            }
        }
    }

    @Test
    void isNotKnownByACertificateThatItDoesNotShow() {
        refused(() -> talk(link(second)), second, first);
        assertThat(folder).doesNotExist();
        talk(link(first));
    }

    @Test
    void isNotKnownByWhatNobodyVouchesFor() {
        assertThatThrownBy(() -> talk(plain())).isInstanceOfSatisfying(BackendException.class,
                e -> assertThat(e.code()).isEqualTo(BackendException.NOT_TRUSTED));
        assertThat(folder).doesNotExist();
    }

    @Test
    void refusesALinkWithAnotherCertificateBeforeItIsAsked() throws Exception {
        talk(link(first));
        show("second");
        refused(() -> BackendClient.elsewhere(link(second), folder), first, second);
        assertThat(server.getRequestCount()).isEqualTo(1);
        assertThat(plain().knownIn(folder)).isEqualTo(link(first));
    }

    @Test
    void refusesALinkWithACertificateWhereAuthoritiesVouchedBefore() {
        plain().remember(folder);
        assertThatThrownBy(() -> link(first).knownIn(folder)).isInstanceOfSatisfying(CodedException.class,
                e -> assertThat(e.code()).isEqualTo(RemoteAddress.CERTIFICATE_CHANGED))
                .hasMessageContaining("authorities").hasMessageContaining(first);
    }

    @Test
    void saysWhichCertificateABackendShowsInsteadOfItsOwn() throws Exception {
        talk(link(first));
        show("second");
        refused(() -> talk(plain()), first, second);
    }

    @Test
    void isKnownByAnotherCertificateOnceAPersonSaysSoAndItShowsThat() throws Exception {
        talk(link(first));
        CommandRun early = trust(second);
        assertThat(early.exitCode()).isEqualTo(2);
        assertThat(early.err()).contains(first, second, RemoteAddress.CERTIFICATE_CHANGED);
        assertThat(plain().knownIn(folder)).isEqualTo(link(first));

        show("second");
        CommandRun run = trust(second.toUpperCase(Locale.ROOT));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("was known by the certificate " + first)
                .contains("by the certificate " + second);
        talk(plain());
    }

    private CommandRun trust(String pin) {
        return CommandRun.of("certificate", "trust", "https://127.0.0.1:" + server.getPort(), "--pin", pin, "--data",
                temporary.toString());
    }

    @Test
    void saysThatTheFileOfTheCertificateIsDamaged() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("backend"), plain().uri() + "\nno fingerprint\n");
        assertThatThrownBy(() -> talk(plain())).isInstanceOfSatisfying(CodedException.class,
                e -> assertThat(e.code()).isEqualTo("DATA_FOLDER_UNUSABLE"));
    }

    private static void refused(Runnable call, String known, String other) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(CodedException.class,
                e -> assertThat(e.code()).isEqualTo(RemoteAddress.CERTIFICATE_CHANGED))
                .hasMessageContaining("the certificate " + known).hasMessageContaining(other)
                .hasMessageContaining("agenthub certificate trust https://127.0.0.1");
    }
}
