package dev.agenthub.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.db.doctor.CheckResult;
import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.postgres.PostgresServer;
import dev.agenthub.files.DurableFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** No password goes to another machine before that has proved who it is. */
@Timeout(90)
class DatabaseAddressTest {
    /** This machine by an address that counts as another's. */
    private static final String ELSEWHERE = "0.0.0.0";
    private static final char[] STORE_PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path folder = Path.of("");

    private static EmbeddedDatabase server;
    private static Path certificate;
    private static Path data;

    @BeforeAll
    static void startWithTls() throws Exception {
        data = folder.resolve("data");
        PreparedFolder.copyTo(data);
        KeyStore store = keyStore("server");
        certificate = Files.writeString(folder.resolve("server.crt"),
                pem("CERTIFICATE", store.getCertificate("server").getEncoded()));
        Path cluster = data.resolve("postgres/cluster");
        Files.copy(certificate, cluster.resolve("server.crt"));
        DurableFile.createPrivately(cluster.resolve("server.key"),
                pem("PRIVATE KEY", store.getKey("server", STORE_PASSWORD).getEncoded()));
        server = EmbeddedDatabase.start(data);
        try (Connection connection = server.superuserConnection(); Statement statement = connection.createStatement()) {
            statement.execute("alter system set ssl = on");
            statement.execute("select pg_reload_conf()");
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sslmode=disable", "sslmode=allow", "sslmode=prefer", "sslmode=require",
            "sslmode=verify-ca",
            "sslfactory=org.postgresql.ssl.NonValidatingFactory", "sslhostnameverifier=org.example.Anybody",
            "socketFactory=org.example.Elsewhere", "ssl=true&sslmode=require"})
    void refusesWhatWouldNotVerifyTheServer(String parameters) {
        for (String hosts : List.of("db.example.com", "127.0.0.1,db.example.com", "localhost:5432,10.0.0.1:5433",
                "127.0.0.1.example.com", "[2001:db8::1]", "localhost.example.com")) {
            String url = "jdbc:postgresql://" + hosts + "/agenthub?" + parameters;
            assertThatThrownBy(() -> source(url)).as(url)
                    .isInstanceOfSatisfying(StartupException.class,
                            e -> assertThat(e.code()).isEqualTo("DATABASE_TLS_UNVERIFIED"))
                    .hasMessageContaining("--accept-unverified-database");
            assertThat(source(url, DatabaseAddress.UNVERIFIED).getSslMode()).isNotEqualTo("verify-full");
        }
    }

    @Test
    void aSocketFactoryLeadsElsewhereFromLoopbackToo() {
        assertThatThrownBy(() -> source("jdbc:postgresql://localhost/agenthub?socketFactory=org.example.Elsewhere"))
                .hasMessageContaining("socketFactory=org.example.Elsewhere");
    }

    @Test
    void verifiesTheServerOfAnyOtherMachine() {
        for (String rest : List.of("db.example.com/agenthub", "127.1/agenthub", "10.0.0.1:5432,[::1]:5432/agenthub",
                "db.example.com/agenthub?ssl=false", "db.example.com/agenthub?sslmode=verify-full",
                "db.example.com/agenthub?gssEncMode=require",
                "db.example.com/agenthub?sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory")) {
            PGSimpleDataSource source = source("jdbc:postgresql://" + rest);
            assertThat(source.getSslMode()).as(rest).isEqualTo("verify-full");
            assertThat(source.getGssEncMode()).as(rest).isEqualTo("disable");
        }
    }

    @Test
    void leavesThisMachineAsItIs() {
        for (String host : List.of("localhost", "LocalHost:5433", "127.0.0.1", "127.0.0.1:5432,127.8.8.8:1",
                "[::1]:5432",
                "[0:0:0:0:0:0:0:1]")) {
            assertThat(source("jdbc:postgresql://" + host + "/agenthub").getSslMode()).as(host).isNull();
            assertThat(source("jdbc:postgresql://" + host + "/agenthub?sslmode=disable").getSslMode()).as(host)
                    .isEqualTo("disable");
        }
    }

    @Test
    void opensADatabaseWhoseAuthorityTheAddressNames() {
        String url = url(server.port()) + "?sslrootcert=" + certificate;
        try (ExternalDatabase opened = ExternalDatabase.open(url, data.resolve("secrets"), OwnDatabase.accepted())) {
            assertThat(opened.database().organizations().all()).isEmpty();
        }
        assertThat(protection(url)).satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(CheckResult.Severity.FINE);
            assertThat(finding.sentence()).startsWith("TLSv1.3 with a certificate that was verified");
        });
    }

    @Test
    void saysWhatProtectsAConnectionThatIsNotVerified() {
        assertThat(protection(url(server.port()) + "?sslmode=require", DatabaseAddress.UNVERIFIED).sentence())
                .startsWith("TLSv1.3, but whoever stands between");
        CheckResult bare = protection(url(server.port()) + "?sslmode=disable", DatabaseAddress.UNVERIFIED);
        assertThat(bare.sentence()).startsWith("Nothing protects it");
        assertThat(bare.severity()).isEqualTo(CheckResult.Severity.NOTICE);
        assertThat(protection(url(server.port()).replace(ELSEWHERE, "localhost")).sentence())
                .startsWith("The server is on this machine");
    }

    @Test
    void warnsOfWhatIsNotVerifiedOnlyWhereThatWasAcceptedAndIsNeeded() {
        String url = "jdbc:postgresql://10.0.0.1,db.example.com/agenthub";
        assertThat(warning(url + "?sslmode=verify-full&sslfactory=org.postgresql.ssl.NonValidatingFactory"))
                .hasValueSatisfying(
                        warning -> assertThat(warning).contains("10.0.0.1, db.example.com",
                                "because of sslfactory=org.postgresql.ssl.NonValidatingFactory"));
        assertThat(warning(url)).hasValueSatisfying(
                warning -> assertThat(warning).contains("because of an address without sslmode=verify-full"));
        assertThat(warning(url + "?sslmode=verify-full")).isEmpty();
        assertThat(warning("jdbc:postgresql://127.0.0.1/agenthub?sslmode=disable")).isEmpty();
        assertThat(new DatabaseAddress(url, Set.of("15.18")).warning()).isEmpty();
    }

    private static Optional<String> warning(String url) {
        return new DatabaseAddress(url, Set.of(DatabaseAddress.UNVERIFIED)).warning();
    }

    @Test
    void tellsNothingToWhoeverAnswersWithAnotherCertificate() throws Exception {
        SSLContext other = anotherCertificate();
        for (String rootcert : List.of("?sslrootcert=" + certificate, "")) {
            try (ServerSocket listening = listen()) {
                CompletableFuture<Integer> told = inItsThread(() -> answerWithTls(listening, other));
                assertUnverified(url(listening.getLocalPort()) + rootcert);
                assertThat(told.get()).as("bytes of the client's within TLS").isZero();
            }
        }
    }

    @Test
    void tellsNothingToWhoeverHasNoTls() throws Exception {
        try (ServerSocket listening = listen()) {
            CompletableFuture<Integer> told = inItsThread(() -> answerWithoutTls(listening));
            assertUnverified(url(listening.getLocalPort()));
            assertThat(told.get()).as("bytes of the client's after its question").isZero();
        }
    }

    @Test
    void refusesACertificateOfAnotherName() {
        assertUnverified(url(server.port()).replace(ELSEWHERE, "127.1") + "?sslrootcert=" + certificate);
    }

    private static void assertUnverified(String url) {
        assertThatThrownBy(() -> ExternalDatabase.open(url, data.resolve("secrets"), OwnDatabase.accepted()))
                .isInstanceOfSatisfying(StartupException.class,
                        e -> assertThat(e.code()).isEqualTo("DATABASE_TLS_UNVERIFIED"));
    }

    private static ServerSocket listen() throws IOException {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[]{127, 0, 0, 1}));
        socket.setSoTimeout(30_000);
        return socket;
    }

    /** Returns how much the client said once it should have known better. */
    private static SSLContext anotherCertificate() throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(keyStore("other"), STORE_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** Of nobody else's, since the driver waits only five seconds for the first byte. */
    private static CompletableFuture<Integer> inItsThread(Supplier<Integer> answer) {
        return CompletableFuture.supplyAsync(answer, task -> Thread.ofPlatform().daemon().start(task));
    }

    private static int answerWithTls(ServerSocket listening, SSLContext context) {
        try (Socket socket = listening.accept()) {
            socket.getInputStream().readNBytes(8);
            socket.getOutputStream().write('S');
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true);
            tls.setUseClientMode(false);
            return rest(tls.getInputStream());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int answerWithoutTls(ServerSocket listening) {
        try (Socket socket = listening.accept()) {
            socket.getInputStream().readNBytes(8);
            socket.getOutputStream().write('N');
            return rest(socket.getInputStream());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int rest(InputStream in) {
        int bytes = 0;
        try {
            while (in.read() >= 0) {
                bytes++;
            }
        } catch (IOException e) {
            // The client hung up.
        }
        return bytes;
    }

    private static CheckResult protection(String url, String... accepted) {
        try (Connection connection = source(url, accepted).getConnection()) {
            return new DatabaseAddress(url, Set.of(accepted)).protection(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PGSimpleDataSource source(String url, String... accepted) {
        try {
            return new DatabaseAddress(url, Set.of(accepted)).source(PostgresServer.SUPERUSER,
                    Files.readString(data.resolve("secrets/database-admin")).strip());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String url(int port) {
        return "jdbc:postgresql://" + ELSEWHERE + ":" + port + "/agenthub";
    }

    private static KeyStore keyStore(String alias) throws Exception {
        Path file = folder.resolve(alias + ".p12");
        if (!Files.exists(file)) {
            Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair", "-alias", alias, "-keyalg", "EC", "-validity", "2", "-dname", "CN=" + ELSEWHERE,
                    "-ext", "san=ip:" + ELSEWHERE, "-ext", "bc=ca:true", "-storetype", "PKCS12", "-keystore",
                    file.toString(),
                    "-storepass", new String(STORE_PASSWORD)).inheritIO().start();
            assertThat(keytool.waitFor()).isZero();
        }
        return KeyStore.getInstance(file.toFile(), STORE_PASSWORD);
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content)
                + "\n-----END " + kind + "-----\n";
    }
}
