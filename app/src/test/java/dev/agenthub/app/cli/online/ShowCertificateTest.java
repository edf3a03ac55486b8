package dev.agenthub.app.cli.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agenthub.api.JoinLink;
import dev.agenthub.app.cli.CommandRun;
import dev.agenthub.app.platform.RemoteAddress;
import dev.agenthub.db.OwnDatabase;
import dev.agenthub.server.ServedProcess;
import dev.agenthub.server.tls.ServerCertificate;
import java.io.File;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code agenthub certificate show} with a served backend, and other programs that trust it with the printed lines. */
class ShowCertificateTest {
    @TempDir
    static Path temporary;

    private static OwnDatabase database;
    private static ServedProcess backend;
    private static RemoteAddress address;
    private static Path data;

    @BeforeAll
    static void serve() throws Exception {
        data = temporary.resolve("server");
        database = OwnDatabase.create(data.resolve("own/secrets"));
        backend = ServedProcess.start(data.resolve("own"), database.url(),
                Files.createDirectory(temporary.resolve("provider")), 9, "Northwind",
                Set.copyOf(OwnDatabase.accepted()));
        address = RemoteAddress.of(JoinLink.parse(backend.ownerLink()).orElseThrow().text(), null);
    }

    @AfterAll
    static void stop() throws Exception {
        backend.close();
        database.close();
    }

    private static String uri() {
        return address.uri().toString();
    }

    private static String fingerprint() {
        return String.valueOf(address.fingerprint());
    }

    private static CommandRun show(String... options) {
        return CommandRun.of(Stream.concat(Stream.of("certificate", "show"), Stream.of(options))
                .toArray(String[]::new));
    }

    private static String shown() {
        CommandRun run = show("--data", data.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    /** Of this backend, or of another one with the same names. */
    private static Path pem(Path folder, boolean ours) throws Exception {
        String text = ours
                ? show("--data", data.toString(), "--pem").out()
                : new String(ServerCertificate.selfMade(folder, "127.0.0.1").pem(), StandardCharsets.US_ASCII);
        return Files.writeString(folder.resolve("agenthub.pem"), text);
    }

    @Test
    void showsOnTheServersSideWhatDesktopsKnowItBy() {
        assertThat(shown()).contains(fingerprint(), fingerprint().replaceAll("(....)(?=.)", "$1 "), "127.0.0.1",
                "localhost", "::1", "-----BEGIN CERTIFICATE-----");
        assertThat(show("--data", data.toString(), "--pem").out()).startsWith("-----BEGIN CERTIFICATE-----")
                .endsWith("-----END CERTIFICATE-----\n");
    }

    @Test
    void looksFromElsewhereWithoutTrustingAndSaysSo(@TempDir Path here) throws Exception {
        CommandRun run = show(uri(), "--data", here.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo(shown());
        assertThat(run.err()).contains("Nobody has vouched", "Compare", uri());
        try (Stream<Path> left = Files.list(here)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void checksWhatItIsToldOrRemembers(@TempDir Path here) {
        CommandRun pinned = show(uri(), "--data", here.toString(), "--pin", fingerprint());
        assertThat(pinned.exitCode()).isZero();
        assertThat(pinned.err()).isEmpty();

        CommandRun wrong = show(uri(), "--data", here.toString(), "--pin", "0".repeat(64));
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains(RemoteAddress.CERTIFICATE_CHANGED, fingerprint());
        assertThat(wrong.out()).isEmpty();

        RemoteAddress other = new RemoteAddress(address.uri(), "1".repeat(64));
        other.remember(other.folder(here));
        CommandRun remembered = show(uri(), "--data", here.toString());
        assertThat(remembered.exitCode()).isEqualTo(2);
        assertThat(remembered.err()).contains(RemoteAddress.CERTIFICATE_CHANGED, fingerprint());
    }

    @Test
    void saysWhatIsMissing(@TempDir Path here) {
        assertThat(show("--data", here.toString()).err()).contains("NEVER_SERVED");
        assertThat(show("--data", data.toString(), "--pin", fingerprint()).err()).contains("USAGE");
        assertThat(show("https://127.0.0.1:9", "--data", here.toString()).err()).contains("BACKEND_UNREACHABLE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"curl ", "python3 ", "NODE_EXTRA_CA_CERTS="})
    void isTrustedAloneByTheLinePrintedFor(String beginning, @TempDir Path here, @TempDir Path elsewhere)
            throws Exception {
        String line = line(beginning);
        assumeTrue(installed(beginning.startsWith("NODE") ? "node" : beginning.strip()));
        pem(here, true);
        pem(elsewhere, false);
        for (String host : new String[]{"127.0.0.1", "localhost"}) {
            String there = line.replace("127.0.0.1", host);
            assertThat(runs(here, there)).as(there).isZero();
            assertThat(runs(elsewhere, there)).as(there).isNotZero();
        }
    }

    @Test
    void isNotTrustedUnderANameThatItDoesNotHave(@TempDir Path here) throws Exception {
        pem(here, true);
        String line = line("curl ").replace("127.0.0.1", "evil.example")
                + " --resolve evil.example:" + address.uri().getPort() + ":127.0.0.1";
        assertThat(runs(here, line)).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void isTrustedAloneByJavaWithTheTrustStoreOfThePrintedLine(String host, @TempDir Path here,
            @TempDir Path elsewhere) throws Exception {
        URI health = URI.create(uri().replace("127.0.0.1", host) + "/v1/health");
        pem(here, true);
        pem(elsewhere, false);
        assertThat(runs(here, line("keytool "))).isZero();
        assertThat(runs(elsewhere, line("keytool "))).isZero();
        try (HttpClient client = trusting(here)) {
            assertThat(client.send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
        try (HttpClient client = trusting(elsewhere)) {
            assertThatThrownBy(() -> client.send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString()))
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    private static HttpClient trusting(Path folder) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("agenthub-trust.p12"))) {
            store.load(in, "agenthub".toCharArray());
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static String line(String beginning) {
        return shown().lines().map(String::strip).filter(one -> one.startsWith(beginning)).findFirst().orElseThrow();
    }

    private static boolean installed(String program) throws Exception {
        return runs(temporary, program + " --version") == 0;
    }

    /** The exit code of a line of a shell, with this JDK's programs. */
    private static int runs(Path folder, String line) throws Exception {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", line).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(folder.resolve("output").toFile());
        shell.environment().merge("PATH", Path.of(System.getProperty("java.home"), "bin").toString(),
                (path, ours) -> ours + File.pathSeparator + path);
        return shell.start().waitFor();
    }
}
