package dev.agenthub.app.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.agenthub.api.Enrolled;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.JoinLink;
import dev.agenthub.api.Role;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.BackendException;
import dev.agenthub.app.client.InvitationCode;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.RemoteAddress;
import dev.agenthub.app.platform.UnlockedKey;
import dev.agenthub.app.testing.Outcomes;
import dev.agenthub.app.testing.TestTimeout;
import dev.agenthub.db.OwnDatabase;
import dev.agenthub.db.Thorough;
import dev.agenthub.server.connectors.calls.LocalProvider;
import dev.agenthub.server.tls.ServerCertificate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code agenthub serve} in its own process, with a database that is reached by its address only. */
class ServeCommandTest {
    @TempDir
    static Path temporary;

    private static OwnDatabase server;
    private static String url;

    private final List<Process> started = new ArrayList<>();

    @BeforeAll
    static void startServer() {
        server = OwnDatabase.create(temporary.resolve("data/own/secrets"));
        url = server.url();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void stopAll() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(String... options) throws Exception {
        Process process = new ProcessBuilder(ServeProcess.command(options)).redirectErrorStream(true).start();
        started.add(process);
        return process;
    }

    @Test
    void takesNoLifetimeOutOfItsBounds() throws Exception {
        Process process = start("--database", url, "--data", temporary.resolve("bounds").toString(), "--port", "0",
                "--session-longest", "P30D");

        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
                .contains("The longest time of a session is from PT5M to PT168H").contains("[USAGE]");
        assertThat(process.waitFor()).isEqualTo(2);
    }

    @Test
    void servesDesktopsThatKnowItsCertificateAndNobodyElse() throws Exception {
        Process process = start("--database", url, "--data", temporary.resolve("data").toString(), "--port", "0");
        BufferedReader out = output(process);
        assertThat(out.readLine()).startsWith("AgentHub serves https://127.0.0.1:");
        String said = out.readLine();
        String link = out.readLine();
        Path kept;
        try (Stream<Path> files = Files.list(temporary.resolve("data/own"))) {
            kept = files.filter(file -> file.getFileName().toString().startsWith("first-owner-")).findFirst()
                    .orElseThrow();
        }
        assertThat(said).startsWith("The first owner joins").contains("once and until 20", kept.toString());
        assertThat(kept).hasContent(link);
        RemoteAddress address = RemoteAddress.of(link, null);

        try (BackendClient client = new BackendClient(address.uri(), address.fingerprint());
                UnlockedKey key = UnlockedKey.generate()) {
            assertThat(client.health().status()).isEqualTo("ok");
            Enrolled owner = client.enrol(InvitationCode.parse(link).orElseThrow(), "Ada Lind", key.publicKey());
            assertThat(kept).doesNotExist();
            Session session = client.signIn(owner.org(), key);
            Invitation invitation = Outcomes.done(session.client()
                    .invite(new InviteRequest(null, List.of(Role.APPROVER), List.of("approvers"))));
            JoinLink further = JoinLink.parse(present(invitation.link())).orElseThrow();
            assertThat(further.fingerprint()).isEqualTo(address.fingerprint());
            assertThat(further.backend()).isEqualTo(address.uri());
            signsInNobodyThroughAnotherServer(address.uri(), owner.org(), key);
        }
        refusesToTalk(address, "0".repeat(64), RemoteAddress.CERTIFICATE_CHANGED);
        refusesToTalk(address, null, BackendException.NOT_TRUSTED);

        process.toHandle().destroy();
        assertThat(TestTimeout.ends(process)).isTrue();
    }

    @Test
    @Thorough.Only
    void printsTheSameOwnerLinkInEachProcessUntilSomebodyHasJoined() throws Exception {
        Path data = temporary.resolve("siblings");
        try (OwnDatabase fresh = OwnDatabase.create(data.resolve("own/secrets"))) {
            String[] options = {"--database", fresh.url(), "--data", data.toString(), "--port", "0", "--address",
                    "https://hub.example.com:8443"};
            List<BufferedReader> siblings = new ArrayList<>();
            for (Process sibling : List.of(start(options), start(options))) {
                siblings.add(output(sibling));
            }
            String[] first = ownerLink(siblings.getFirst());
            assertThat(ownerLink(siblings.getLast())[1]).isEqualTo(first[1]);

            String[] later = ownerLink(output(start("--database", fresh.url(), "--data", data.toString(), "--port",
                    "0")));
            JoinLink elsewhere = JoinLink.parse(later[1]).orElseThrow();
            assertThat(elsewhere.code()).isEqualTo(JoinLink.parse(first[1]).orElseThrow().code());
            assertThat(elsewhere.backend()).isEqualTo(URI.create(later[0]));

            try (BackendClient client = new BackendClient(URI.create(first[0]), elsewhere.fingerprint());
                    UnlockedKey key = UnlockedKey.generate()) {
                client.enrol(InvitationCode.parse(later[1]).orElseThrow(), "Ada Lind", key.publicKey());
            }
            Process last = start(options);
            assertThat(output(last).readLine()).startsWith("AgentHub serves ");
            last.toHandle().destroy();
            assertThat(TestTimeout.ends(last)).isTrue();
            assertThat(new String(last.getInputStream().readAllBytes(), UTF_8)).isEmpty();
            stopAll();
        }
    }

    @Test
    @Thorough.Only
    void saysWhichAddressItsCertificateDoesNotNameUntilThatIsRenewed() throws Exception {
        Path data = temporary.resolve("names");
        try (OwnDatabase fresh = OwnDatabase.create(data.resolve("own/secrets"))) {
            String[] first = {"--database", fresh.url(), "--data", data.toString(), "--port", "0", "--address",
                    "https://hub.example.com:8443"};
            String shown = ownerLink(output(start(first)))[1];
            stopAll();

            String[] both = Stream.concat(Stream.of(first), Stream.of("--address", "https://other.example.com"))
                    .toArray(String[]::new);
            BufferedReader out = output(start(both));
            assertThat(out.readLine()).endsWith(JoinLink.parse(shown).orElseThrow().fingerprint() + ")");
            assertThat(out.readLine()).startsWith("The certificate does not name other.example.com:")
                    .contains("--renew-certificate", "agenthub certificate trust");
            stopAll();

            String[] renewing = Stream.concat(Stream.of(both), Stream.of("--renew-certificate"))
                    .toArray(String[]::new);
            BufferedReader anew = output(start(renewing));
            assertThat(anew.readLine()).startsWith("AgentHub serves ");
            String told = anew.readLine();
            assertThat(anew.readLine()).startsWith("The first owner joins");
            JoinLink renewed = JoinLink.parse(anew.readLine()).orElseThrow();
            for (String action : List.of("trust", "show")) {
                assertThat(told).contains("agenthub certificate " + action + " https://hub.example.com:8443 --pin "
                        + renewed.fingerprint());
            }
            assertThat(renewed.backend()).isEqualTo(URI.create("https://hub.example.com:8443"));
            assertThat(renewed.fingerprint()).isNotEqualTo(JoinLink.parse(shown).orElseThrow().fingerprint());
            stopAll();
        }
    }

    @Test
    @Thorough.Only
    void servesFromADatabaseThatNobodyVerifiesOnlyWhereThatIsAcceptedAndSaysWhatItIs() throws Exception {
        Path data = temporary.resolve("unverified");
        try (OwnDatabase fresh = OwnDatabase.create(data.resolve("own/secrets"))) {
            // This machine by an address that counts as another's.
            String elsewhere = fresh.url().replaceFirst("//[^:/]+", "//0.0.0.0") + "?sslmode=disable";
            String[] options = {"--database", elsewhere, "--data", data.toString(), "--port", "0"};
            fails("DATABASE_TLS_UNVERIFIED", options);

            BufferedReader out = output(start(Stream.concat(Stream.of(options),
                    Stream.of("--accept-unverified-database")).toArray(String[]::new)));
            assertThat(out.readLine()).startsWith("AgentHub serves ");
            String warning = out.readLine();
            assertThat(warning)
                    .startsWith(
                            "Nobody verifies the certificate of the database on 0.0.0.0, because of sslmode=disable:");
            assertThat(Files.readString(data.resolve("own/logs/desktop-0.log"))).contains(warning);
            assertThat(out.readLine()).startsWith("The first owner joins");
            stopAll();
        }
    }

    @Test
    @Thorough.Only
    void servesOnLoopbackOfIpVersion6WithACertificateThatNamesIt() throws Exception {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            assertThat(any.isBound()).isTrue();
        } catch (IOException e) {
            abort("This machine has no ::1: " + e);
        }
        Path data = temporary.resolve("six");
        try (OwnDatabase fresh = OwnDatabase.create(data.resolve("own/secrets"))) {
            String link = ownerLink(output(start("--database", fresh.url(), "--data", data.toString(), "--port", "0",
                    "--bind", "::1")))[1];
            RemoteAddress address = RemoteAddress.of(link, null);
            assertThat(address.uri().getHost()).isEqualTo("[::1]");
            try (BackendClient client = new BackendClient(address.uri(), address.fingerprint());
                    UnlockedKey key = UnlockedKey.generate()) {
                Enrolled owner = client.enrol(InvitationCode.parse(link).orElseThrow(), "Ada Lind", key.publicKey());
                assertThat(client.signIn(owner.org(), key).me().name()).isEqualTo("Ada Lind");
            }
            try (HttpClient checksTheName = HttpClient.newBuilder().sslContext(LocalProvider.tls(
                    ServerCertificate.selfMade(data.resolve("own/secrets"), "::1"))).build()) {
                assertThat(checksTheName.send(HttpRequest.newBuilder(address.uri().resolve("/v1/health")).build(),
                        BodyHandlers.ofString()).statusCode()).isEqualTo(200);
            }
            stopAll();
        }
    }

    /** Where a process serves, and the link that it prints. */
    private static String[] ownerLink(BufferedReader out) throws IOException {
        String serves = String.valueOf(out.readLine());
        assertThat(serves).startsWith("AgentHub serves https://");
        assertThat(out.readLine()).startsWith("The first owner joins");
        return new String[]{serves.split(" ", -1)[2], String.valueOf(out.readLine())};
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /** A server of somebody else's, whose certificate a person was made to trust, passes everything on. */
    private static void signsInNobodyThroughAnotherServer(URI backend, UUID org, UnlockedKey key) throws Exception {
        HttpClient onward = HttpClient.newBuilder().sslContext(LocalProvider.tls(
                ServerCertificate.selfMade(temporary.resolve("data/own/secrets"), backend.getHost()))).build();
        ServerCertificate theirs = LocalProvider.certificate(Files.createDirectory(temporary.resolve("theirs")));
        try (MockWebServer between = new MockWebServer()) {
            between.useHttps(LocalProvider.tls(theirs).getSocketFactory());
            between.setDispatcher(new Dispatcher() {
                @Override
                public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                    try {
                        HttpResponse<String> answer = onward.send(HttpRequest
                                .newBuilder(backend.resolve(request.getUrl().encodedPath()))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(request.getBody().utf8())).build(),
                                BodyHandlers.ofString());
                        return new MockResponse.Builder().code(answer.statusCode()).body(answer.body())
                                .addHeader("Content-Type", answer.headers().firstValue("Content-Type").orElse(""))
                                .build();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
            between.start(InetAddress.getLoopbackAddress(), 0);
            try (BackendClient client = new BackendClient(
                    URI.create("https://127.0.0.1:" + between.getPort()), theirs.fingerprint())) {
                assertThatThrownBy(() -> client.signIn(org, key)).isInstanceOfSatisfying(BackendException.class,
                        e -> assertThat(e.code()).isEqualTo("SIGN_IN_REFUSED"));
            }
            assertThat(between.getRequestCount()).isEqualTo(2);
        }
    }

    private static void refusesToTalk(RemoteAddress address, @Nullable String fingerprint, String code) {
        try (BackendClient stranger = new BackendClient(address.uri(), fingerprint)) {
            assertThatThrownBy(stranger::health).isInstanceOfSatisfying(BackendException.class,
                    e -> assertThat(e.code()).isEqualTo(code));
        }
    }

    @Test
    void saysInOneLineWhatIsWrong() throws Exception {
        String data = temporary.resolve("data").toString();
        fails("DATABASE_URL_INVALID", "--database", url + "?password=x", "--data", data);
        fails("SECRETS_UNUSABLE", "--database", url, "--data", temporary.resolve("elsewhere").toString());
        fails("USAGE", "--database", url, "--data", data, "--tls-cert", "only.pem");
        fails("TLS_UNUSABLE", "--database", url, "--data", data, "--tls-cert", "no.pem", "--tls-key", "no.pem");
        fails("USAGE", "--data", data);
        for (String limit : List.of("steams=5", "streams=0", "streams=many")) {
            fails("USAGE", "--database", url, "--data", data, "--limit", limit);
        }
    }

    private void fails(String code, String... options) throws Exception {
        Process process = start(options);
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(2);
        assertThat(said.strip()).startsWith("agenthub: ").endsWith("[" + code + "]").hasLineCount(1);
    }

    private static String present(@Nullable String link) {
        assertThat(link).isNotNull();
        return String.valueOf(link);
    }
}
