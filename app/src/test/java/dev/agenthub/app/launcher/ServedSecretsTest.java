package dev.agenthub.app.launcher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.ChallengeRequest;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.JoinLink;
import dev.agenthub.api.NewConnection;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.Role;
import dev.agenthub.api.SignInChallenge;
import dev.agenthub.api.SignInRequest;
import dev.agenthub.api.SignedIn;
import dev.agenthub.app.client.AdminClient;
import dev.agenthub.app.client.AgentClient;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Enrolment;
import dev.agenthub.app.client.InvitationCode;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.platform.RemoteAddress;
import dev.agenthub.app.platform.UnlockedKey;
import dev.agenthub.app.testing.Outcomes;
import dev.agenthub.app.testing.TestTimeout;
import dev.agenthub.server.connectors.calls.LocalProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files that a served backend writes under umask 000, after enrolments, sign-ins and failed ones.
 */
@DisabledOnOs(OS.WINDOWS)
class ServedSecretsTest {
    private static final String PASSPHRASE = "orbit velvet candle";
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String MANIFEST = """
            {"v":"agenthub/manifest/v1","name":"Billing agent","workspace":"Customer care","policy":"Allow","tools":[%s,%s]}
            """
            .formatted(tool("bills.create", "/bills"), tool("bills.fail", "/fail"));

    @TempDir
    static Path folder;

    @TempDir
    static Path provided;

    private final MockWebServer provider = new MockWebServer();
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final Map<String, String> left = new LinkedHashMap<>();

    @Test
    void keepsNoSecretInAnyFileAfterAFullRun() throws Exception {
        startProvider();
        try (provider; ServeProcess served = new ServeProcess(folder, provided, provider.getPort())) {
            Path home = folder.resolve("own/secrets");
            String code = JoinLink.parse(served.link()).orElseThrow().code();
            work(served, code);
            rememberFiles(home);
            left.put("/metrics", served.answerTo(get(served, "/metrics", "")));
            left.put("the description", served.answerTo(get(served, "/v1/openapi.json", "")));
            readDatabase(served);
            left.put("the output", served.end().replace(served.link(), ""));
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).filter(file -> !file.startsWith(home)).toList()) {
                    left.put(file.toString(), Files.readString(file, ISO_8859_1));
                }
            }
            readExport();
            secrets.put("the first owner's code", code);
        }
        assertThat(left.keySet()).anyMatch(name -> name.endsWith(".log"));
        left.forEach((place, text) -> secrets.forEach((name, secret) -> assertThat(forms(secret))
                .as("%s in %s", name, place).noneMatch(text::contains)));
        try (Stream<Path> all = Files.walk(folder.resolve("own"))) {
            assertThat(all.filter(Files::isDirectory)).allSatisfy(each -> assertThat(
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(each))).isEqualTo("rwx------"));
        }
        try (Stream<Path> all = Files.list(folder.resolve("own/secrets"))) {
            assertThat(all).isNotEmpty().allSatisfy(each -> assertThat(
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(each))).isEqualTo("rw-------"));
        }
    }

    private static String tool(String name, String path) {
        return """
                {"name":"%s","title":"A bill","risk":"low","connector":"Billing","scopes":[],
                 "schema":{"type":"object","required":["customer"],"properties":{"customer":{"type":"string"}}},
                 "call":{"http":{"method":"POST","path":"%s","body":{"customer":{"$arg":"/customer"}}}}}"""
                .formatted(name, path);
    }

    /** It answers with the key that it was sent, as careless services do: once to a success, once to a failure of its own. */
    private void startProvider() throws Exception {
        provider.useHttps(LocalProvider.tls(LocalProvider.certificate(provided)).getSocketFactory());
        provider.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                String sent = String.valueOf(request.getHeaders().get("X-Api-Key"));
                return new MockResponse.Builder().code(request.getTarget().endsWith("/fail") ? 503 : 201)
                        .addHeader("X-Debug", sent).body("{\"key\":\"" + sent + "\"}").build();
            }
        });
        provider.start(InetAddress.getLoopbackAddress(), 0);
    }

    private void work(ServeProcess served, String code) throws Exception {
        RemoteAddress address = RemoteAddress.of(served.link(), null);
        secrets.put("the passphrase", PASSPHRASE);
        try (BackendClient client = new BackendClient(address.uri(), address.fingerprint())) {
            Session owner = Enrolment.enrol(QuickKeys.in(folder.resolve("device")), client, "Ada Lind",
                    PASSPHRASE.toCharArray(), InvitationCode.parse(code).orElseThrow());
            secrets.put("a key's seed", new String(QuickKeys.seed((UnlockedKey) owner.signer()), ISO_8859_1));
            AdminClient admin = owner.client().administration();
            secrets.put("an invitation", Outcomes.done(owner.client()
                    .invite(new InviteRequest(null, List.of(Role.APPROVER), List.of()))).code());
            secrets.put("a device's code", admin.inviteDevice().code());
            admin.createWorkspace("Customer care");
            secrets.put("a connection's key", "canary-key-of-a-connection");
            var made = Outcomes.done(admin.connect(new NewConnection("Customer care", "Billing", "https://"
                    + LocalProvider.HOST + ":" + provider.getPort() + "/v1", "X-Api-Key", null, null,
                    secrets.get("a connection's key"))));
            secrets.put("another key", "canary-further-key-of-it");
            admin.replaceConnectionKey(made.connector(), "canary-further-key-of-it");
            admin.createPolicy("Allow", "{\"v\":\"agenthub/policy/v1\",\"rules\":[{\"outcome\":\"allow\"}]}");
            execute(admin, address);
            secrets.put("a token", token(served, owner, String.valueOf(address.fingerprint())));
            owner.client().export(true, folder.resolve("all.ahexport"));
        }
        fail(served);
    }

    /** An agent's actions, whose provider answers with the connection's key. */
    private void execute(AdminClient admin, RemoteAddress address) throws Exception {
        byte[] manifest = MANIFEST.getBytes(UTF_8);
        String key = Outcomes.done(admin.install(manifest, admin.preview(manifest, null).digest())).secret();
        secrets.put("an agent's key", key);
        try (AgentClient agent = new AgentClient(address.uri(), address.fingerprint(), key)) {
            for (String tool : List.of("bills.create", "bills.fail")) {
                UUID request = agent.submit(tool, tool, Map.of("customer", "cus_1"), null).request();
                RequestStatus ended = agent.awaitEnd(request, TestTimeout.LIMIT);
                assertThat(ended.responseStatus()).as("%s", ended).isEqualTo(tool.endsWith("fail") ? 503 : 201);
                left.put("the answer to an agent for " + tool, ended.toString());
                assertThat(provider.takeRequest().getHeaders().get("X-Api-Key")).isEqualTo(secrets.get("another key"));
            }
        }
    }

    /** What the export's file holds compressed. */
    private void readExport() throws IOException {
        try (ZipFile export = new ZipFile(folder.resolve("all.ahexport").toFile())) {
            for (ZipEntry entry : Collections.list(export.entries())) {
                left.put("the export's " + entry.getName(),
                        new String(export.getInputStream(entry).readAllBytes(), ISO_8859_1));
            }
        }
        assertThat(left).containsKey("the export's manifest.json");
    }

    /** What a person or a program does wrong, with a secret in it. */
    private void fail(ServeProcess served) throws IOException {
        String token = String.valueOf(secrets.get("a token"));
        secrets.put("a wrong token", token.substring(0, token.length() - 12) + "canary-token");
        secrets.put("a body", "canary-in-a-body");
        secrets.put("a query", "canary-in-a-query");
        secrets.put("a host", "canary-in-a-host");
        secrets.put("a path", "canary-in-a-path");
        secrets.put("a header", "canary-in-a-header");
        for (String each : List.of(
                post("/v1/sessions", "{\"canary-in-a-body\":\"canary-in-a-body\""),
                post("/v1/enrolments", "{\"invitation\":\"canary-in-a-body\",\"name\":7,\"publicKey\":[]}"),
                post("/v1/enrolments", "canary-in-a-body"),
                get(served, "/v1/me", "Authorization: Bearer " + secrets.get("a wrong token") + "\r\n"),
                get(served, "/v1/me", "Authorization: canary-in-a-header\r\n"),
                get(served, "/v1/me?token=canary-in-a-query", ""), get(served, "/v1/canary-in-a-path", ""),
                get(served, "/v1/%zz?canary-in-a-query", ""),
                get(served, "/v1/health", "canary-in-a-header\r\n"),
                "GET /v1/health HTTP/1.1\r\nHost: canary-in-a-host%b:c\r\n\r\n",
                "GET /v1/health HTTP/1.1\r\nHost: canary-in-a-host\r\nConnection: close\r\n\r\n")) {
            assertThat(served.answerTo(each)).as(each).startsWith("HTTP/1.1 4");
        }
    }

    private static String get(ServeProcess served, String path, String headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: " + served.uri().getHost() + "\r\nConnection: close\r\n" + headers
                + "\r\n";
    }

    private static String post(String path, String body) {
        return "POST " + path
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static <T> T answer(ServeProcess served, String path, Object body, Class<T> type) throws IOException {
        String answer = served.answerTo(post(path, MAPPER.writeValueAsString(body)));
        assertThat(answer).startsWith("HTTP/1.1 20");
        return MAPPER.readValue(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1), type);
    }

    private static String token(ServeProcess served, Session owner, String certificate) throws IOException {
        SignInChallenge challenge = answer(served, "/v1/sessions/challenges",
                new ChallengeRequest(owner.me().org(), owner.signer().keyId()), SignInChallenge.class);
        return answer(served, "/v1/sessions",
                SignInRequest.of(owner.me().org(), challenge.challengeId(), owner.signer().keyId(),
                        owner.signer().sign(challenge.bytesToSign(owner.me().org(), certificate))),
                SignedIn.class).token();
    }

    /** The database's passwords, keys and the token of the metrics. */
    private void rememberFiles(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, ISO_8859_1).strip();
                if (!file.toString().endsWith(".pem") && content.length() >= 16) {
                    secrets.put(String.valueOf(file.getFileName()), content);
                }
            }
        }
        assertThat(secrets).containsKey("metrics.token");
    }

    /** Every row of every table but the server's own, as text; bytes are hex in it. */
    private void readDatabase(ServeProcess served) throws SQLException {
        try (Connection connection = served.database().superuserConnection();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(
                    "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            assertThat(tables).hasSizeGreaterThan(20);
            for (String table : tables) {
                StringBuilder all = new StringBuilder();
                try (ResultSet rows = statement.executeQuery("select t::text from " + table + " t")) {
                    while (rows.next()) {
                        all.append(rows.getString(1)).append('\n');
                    }
                }
                left.put(table, all.toString());
            }
        }
    }

    /** As it may be written somewhere, the secret part of codes and tokens also by itself. */
    private static List<String> forms(String secret) {
        List<String> forms = new ArrayList<>();
        for (String part : List.of(secret, secret.substring(secret.lastIndexOf('_') + 1))) {
            if (part.length() >= 12) {
                byte[] bytes = part.getBytes(ISO_8859_1);
                forms.addAll(List.of(part, HexFormat.of().formatHex(bytes), HexFormat.of().withUpperCase()
                        .formatHex(bytes), Base64.getEncoder().withoutPadding().encodeToString(bytes),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), URLEncoder.encode(part, UTF_8)));
            }
        }
        return forms;
    }
}
