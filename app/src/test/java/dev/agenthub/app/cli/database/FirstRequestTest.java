package dev.agenthub.app.cli.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestFilter;
import dev.agenthub.api.RequestOrder;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Tool;
import dev.agenthub.app.cli.CommandRun;
import dev.agenthub.app.cli.DataFolder;
import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.client.AdminClient;
import dev.agenthub.app.client.AgentClient;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.BackendException;
import dev.agenthub.app.client.FetchedPayload;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.client.SignIn;
import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.platform.RemoteAddress;
import dev.agenthub.db.OwnDatabase;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.server.ServedProcess;
import dev.agenthub.server.connectors.calls.LocalProvider;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Setup from an empty database to the first executed request, with commands and HTTP only, beside another organization. */
class FirstRequestTest {
    @RegisterExtension
    private final DataFolder dataFolder = new DataFolder();

    private static final String PASSPHRASE = "orbit velvet candle";
    private static final String KEY = "canary-4eC39HqLyjWDarjtT1zdp7dc";
    private static final String MANIFEST = """
            {"v":"agenthub/manifest/v1","name":"Ticket agent","workspace":"Care","policy":"Default",
             "tools":[{"name":"tickets.create","title":"Ticket for {customer}","risk":"low","connector":"Tickets","scopes":[],
                       "schema":{"type":"object","required":["customer"],"properties":{"customer":{"type":"string"}}},
                       "call":{"http":{"method":"POST","path":"/tickets","body":{"customer":{"$arg":"/customer"}}}}}]}
            """;

    private static final String GOVERNANCE = """
            {"v":"agenthub/governance/v1","rules":[{"match":{"kind":["governance.set","member.change","invitation.create","agent.install",
                                 "connection.authorize","connection.scopes","budget.change","reservation.settle"]}, "outcome":"require","required":[{"count":1,"group":"approvers"}]}]}
            """;

    @TempDir
    Path temporary;

    private final MockWebServer provider = new MockWebServer();
    private OwnDatabase database;
    private ServedProcess backend;
    private Path data;

    @BeforeEach
    void startServer() throws Exception {
        data = temporary.resolve("data");
        database = OwnDatabase.create(data.resolve("own/secrets"));
        Path provided = Files.createDirectory(temporary.resolve("provider"));
        provider.useHttps(LocalProvider.tls(LocalProvider.certificate(provided)).getSocketFactory());
        provider.start(InetAddress.getLoopbackAddress(), 0);
        provider.enqueue(new MockResponse.Builder().code(201).body("{\"id\":\"tic_1\"}").build());
        backend = ServedProcess.start(data.resolve("own"), database.url(), provided, provider.getPort(), "Northwind",
                OwnDatabase.accepted());
    }

    @AfterEach
    void stopServer() throws Exception {
        backend.close();
        database.close();
        provider.close();
    }

    private String done(String input, Path person, String... arguments) throws Exception {
        return ran(0, input, person, arguments).out().strip();
    }

    private CommandRun ran(int expected, String input, Path person, String... arguments) throws Exception {
        Path in = Files.writeString(temporary.resolve("input"), input);
        List<String> all = new ArrayList<>(List.of(arguments));
        all.replaceAll(argument -> argument.equals("INPUT") ? in.toString() : argument);
        if (!arguments[0].equals("organizations")) {
            all.addAll(List.of("--data", person.toString()));
        }
        CommandRun run = CommandRun.withEnvironment(Map.of(Passphrase.VARIABLE, PASSPHRASE),
                all.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(expected);
        assertThat(run.out() + run.err()).doesNotContain("canary");
        return run;
    }

    private Path joined(String name, String link) throws Exception {
        Path person = temporary.resolve(name);
        done(link, person, "join", "INPUT", "--name", name);
        return person;
    }

    private RemoteAddress address() {
        return RemoteAddress.of(backend.ownerLink(), null);
    }

    private String at() {
        return address().uri().toString();
    }

    private String ownerLink(String organization) throws Exception {
        return done("", data, accepting("organizations", "add", organization, "--database", database.url(), "--data",
                data.toString()));
    }

    static String[] accepting(String... arguments) {
        List<String> command = new ArrayList<>(List.of(arguments));
        OwnDatabase.accepted().forEach(version -> command.addAll(List.of("--accept-server-version", version)));
        return command.toArray(String[]::new);
    }

    @Test
    void reachesTheFirstExecutedRequestBesideAnOrganizationThatSeesNothingOfIt() throws Exception {
        Path ada = joined("Ada", backend.ownerLink());
        Path eve = joined("Eve", ownerLink("Contoso"));

        done("", ada, "members", "add-workspace", "Care", "--connect", at());
        done(KEY + "\n", ada, "connections", "add", "Tickets", "--workspace", "Care", "--url",
                "https://" + LocalProvider.HOST + ":" + provider.getPort() + "/v1", "--header", "X-Api-Key",
                "--key-file", "INPUT", "--connect", at());
        String digest = done(MANIFEST, ada, "agents", "preview", "INPUT", "--connect", at()).lines()
                .filter(line -> line.strip().startsWith("digest ")).findFirst().orElseThrow().strip().substring(7);
        String agentKey = done(MANIFEST, ada, "agents", "install", "INPUT", "--digest", digest, "--connect", at());
        String invitation = done("", ada, "members", "invite", "--roles", "approver", "--groups", "approvers",
                "--connect", at());
        Path bea = joined("Bea", invitation);

        try (BackendClient client = new BackendClient(address().uri(), address().fingerprint());
                AgentClient agent = agent(agentKey)) {
            assertThat(agent.tools()).extracting(Tool::name).contains("tickets.create");
            UUID request = agent.submit("first", "tickets.create", Map.of("customer", "cus_1"), null).request();
            assertThat(agent.submit("first", "tickets.create", Map.of("customer", "cus_1"), null).request())
                    .isEqualTo(request);
            approve(signedIn(client, bea), request);
            assertThat(agent.awaitEnd(request, Duration.ofMinutes(1)).state()).isEqualTo(RequestState.EXECUTED);
            takesOneBack(agent);
            Session owner = signedIn(client, ada);
            assertThat(owner.me().organization()).isEqualTo("Northwind");

            RecordedRequest call = provider.takeRequest();
            assertThat(call.getTarget()).isEqualTo("/v1/tickets");
            assertThat(call.getHeaders().get("X-Api-Key")).isEqualTo(KEY);

            Session stranger = signedIn(client, eve);
            assertThat(stranger.me().organization()).isEqualTo("Contoso");
            assertThat(stranger.client().requests(RequestFilter.OPEN, RequestOrder.NEWEST, 50, null).items()).isEmpty();
            assertThat(stranger.client().administration().connections()).isEmpty();
            assertThat(stranger.client().administration().agents()).isEmpty();
            assertThat(stranger.client().administration().workspaces()).isEmpty();
            assertThat(stranger.client().members()).singleElement()
                    .satisfies(member -> assertThat(member.name()).isEqualTo("Eve"));
            assertThat(stranger.client().policies()).singleElement().satisfies(
                    policy -> assertThat(owner.client().policies()).noneMatch(other -> other.current().id()
                            .equals(policy.current().id())));
            assertThat(stranger.client().auditEvents(null, 200).items()).isNotEmpty()
                    .noneMatch(entry -> entry.toString().contains(request.toString()));
            letsOthersApproveAnInvitation(ada, signedIn(client, bea));
            letsOthersApproveAConnectionAndABudget(ada, signedIn(client, bea));
            exportsWhatVerifies(ada);
            setsUpWhatIsMissingAndNothingTwice(client);
            proposesAnAgentOnceAndGoesOnOnceOthersApproved(ada, signedIn(client, bea));
        }
    }

    private static void takesOneBack(AgentClient agent) {
        UUID request = agent.submit("second", "tickets.create", Map.of("customer", "cus_2"), null).request();
        assertThat(agent.cancel(request).state()).isEqualTo(RequestState.CANCELLED);
        assertThatThrownBy(() -> agent.submit("second", "tickets.create", Map.of("customer", "cus_3"), null))
                .isInstanceOfSatisfying(BackendException.class,
                        e -> assertThat(e.code()).isEqualTo("IDEMPOTENCY_KEY_REUSED"));
    }

    private void letsOthersApproveAnInvitation(Path ada, Session bea) throws Exception {
        assertThat(done("", ada, "governance", "show", "--connect", at())).contains("\"rules\":[]");
        assertThat(done(GOVERNANCE, ada, "governance", "set", "INPUT", "--connect", at()))
                .isEqualTo("Version 1 is in force.");

        CommandRun proposed = ran(3, "", ada, "members", "invite", "--roles", "approver", "--connect", at());
        assertThat(proposed.out()).isEmpty();
        String request = proposed.err().substring(proposed.err().lastIndexOf(' ') + 1).strip();
        ran(2, "", ada, "governance", "collect", request, "--connect", at());
        approve(bea, UUID.fromString(request));

        String link = done("", ada, "governance", "collect", request, "--connect", at());
        joinsInAnotherLanguage("Cem", link);
        ran(2, "", ada, "governance", "collect", request, "--connect", at());
        takesAProposalBack(ada);
    }

    /** Other digits and another calendar, and to the byte what is said in English. */
    private static CommandRun inThai(Callable<CommandRun> command) throws Exception {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("th-TH-u-ca-buddhist-nu-thai"));
        try {
            return command.call();
        } finally {
            Locale.setDefault(before);
        }
    }

    private void joinsInAnotherLanguage(String name, String link) throws Exception {
        Path person = temporary.resolve(name);
        CommandRun run = inThai(() -> ran(0, link, person, "join", "INPUT", "--name", name));
        Path keys = address().folder(person).resolve("keys");
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).matches("agenthub: Cem has joined Northwind with the key [0-9a-f]{16}, which is in "
                + Pattern.quote(keys.toString()) + "[.]\n");
    }

    private void letsOthersApproveAConnectionAndABudget(Path ada, Session bea) throws Exception {
        String[] add = {"connections", "add", "Second", "--workspace", "Care", "--url", "https://second.example.com",
                "--key-file", "INPUT", "--connect", at()};
        CommandRun proposed = ran(3, KEY + "\n", ada, add);
        assertThat(proposed.err()).contains("give the same command again");
        approve(bea, proposedBy(proposed));
        assertThat(done(KEY + "\n", ada, add)).contains("active  Second");
        assertThat(done(KEY + "\n", ada, add)).contains("active  Second");

        CommandRun budget = ran(3, "", ada, "budgets", "set", "--workspace", "Care", "--cap", "20", "--currency", "EUR",
                "--per", "day", "--connect", at());
        assertThat(done("", ada, "budgets", "list", "--connect", at())).isEmpty();
        approve(bea, proposedBy(budget));
        await().untilAsserted(() -> assertThat(done("", ada, "budgets", "list", "--connect", at()))
                .contains("20.00 EUR a day"));
    }

    private static UUID proposedBy(CommandRun run) {
        return UUID.fromString(run.err().replaceAll("(?s).*as request ([0-9a-f-]{36}):.*", "$1"));
    }

    private static List<String> ids(String lines) {
        return lines.lines().map(line -> line.substring(0, line.indexOf(' '))).toList();
    }

    private void takesAProposalBack(Path ada) throws Exception {
        CommandRun proposed = ran(3, "", ada, "members", "invite", "--roles", "admin", "--connect", at());
        String request = proposed.err().substring(proposed.err().lastIndexOf(' ') + 1).strip();
        assertThat(done("", ada, "requests", "list", "--order", "risk", "--connect", at()))
                .startsWith(request + "  pending  0 of 1  high");
        List<String> oldestFirst = ids(done("", ada, "requests", "list", "--all", "--order", "age", "--connect", at()));
        assertThat(oldestFirst).hasSizeGreaterThan(1)
                .isEqualTo(ids(done("", ada, "requests", "list", "--all", "--connect", at())).reversed());
        assertThat(done("", ada, "requests", "show", request, "--payload", "--connect", at()))
                .contains("\"kind\":\"invitation.create\"");

        assertThat(done("", ada, "requests", "cancel", request, "--reason", "Not now", "--connect", at()))
                .contains("cancelled");
        assertThat(done("", ada, "requests", "show", request, "--connect", at())).contains("needs 1 of approvers");
    }

    private void exportsWhatVerifies(Path ada) throws Exception {
        Path file = temporary.resolve("northwind.ahexport");
        Path key = temporary.resolve("northwind.vkey");
        done("", ada, "export", file.toString(), "--vkey", key.toString(), "--payloads", "--connect", at());
        CommandRun verified = CommandRun.of("verify", file.toString(), "--key", key.toString());
        assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
    }

    /** Once by answers, once by options. */
    private void setsUpWhatIsMissingAndNothingTwice(BackendClient client) throws Exception {
        Path gil = temporary.resolve("it's Gil");
        Files.createDirectory(gil);
        Path manifest = gil.resolve("agent.json");
        Path agentKey = gil.resolve("agent.key");
        String service = "https://" + LocalProvider.HOST + ":" + provider.getPort() + "/v1";
        Map<String, String> environment = Map.of(Passphrase.VARIABLE, PASSPHRASE, DatabaseOptions.PASSWORD_VARIABLE,
                Files.readString(data.resolve("own/secrets/database-admin")).strip());

        CommandRun asked = CommandRun.answeredBy(
                new ScriptedAnswers(Map.of("Database,", database.url(), "Superuser", "hub_admin", "The link",
                        ownerLink("Fabrikam"), "Your name", "Gil",
                        "Workspace", "Field service", "Address of the service", service, "Header", "X-Api-Key",
                        "Key of", KEY, "Manifest", manifest.toString())),
                environment, accepting("setup", "--data", data.toString()));
        assertThat(asked.exitCode()).as(asked.err()).isZero();
        assertThat(asked.err()).contains("up to date", "Northwind", "Gil has joined Fabrikam",
                "Workspace Field service is made.", "Policy Default is there already.",
                "Connection Service to " + service
                        + " is made.",
                "An example of a manifest is written", "Agent First agent is installed.");
        assertThat(asked.out() + asked.err()).doesNotContain("canary", Files.readString(agentKey).strip(), "ahi_");
        assertThat(Files.getPosixFilePermissions(agentKey)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        String before = standing(client) + Files.readString(agentKey) + Files.readString(manifest);

        String[] setup = accepting("setup", "--database", database.url(),
                "--admin-user", "hub_admin", "--connect", at(), "--name", "Gil", "--workspace", "Field service",
                "--url", service, "--header",
                "X-Api-Key", "--manifest", manifest.toString(), "--data", data.toString());
        CommandRun again = CommandRun.withEnvironment(environment, setup);
        assertThat(inThai(() -> CommandRun.withEnvironment(environment, setup))).isEqualTo(again);
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err()).contains("nothing was due", "Workspace Field service is there already.",
                "Policy Default is there already.", "Connection Service to " + service + " is there already.",
                "Agent First agent is installed already");
        assertThat(standing(client) + Files.readString(agentKey) + Files.readString(manifest)).isEqualTo(before);
        assertThat(again.out()).isEqualTo(asked.out()).hasLineCount(2)
                .startsWith("agenthub serve --database " + database.url() + " --data " + data);
        assertThat(submittedByShell(again.out().lines().toList().getLast()))
                .contains("\"state\":\"pending\"");
        assertThat(signedIn(client, data).client().requests(RequestFilter.OPEN, RequestOrder.NEWEST, 50, null).items())
                .singleElement()
                .satisfies(request -> assertThat(request.title()).isEqualTo("Send Hello"));
    }

    private void proposesAnAgentOnceAndGoesOnOnceOthersApproved(Path ada, Session bea) throws Exception {
        Path manifest = Files.writeString(ada.resolve("second.json"), MANIFEST.replace("Ticket agent", "Second agent"));
        Path agentKey = ada.resolve("second.key");
        String[] setup = {"setup", "--connect", at(), "--manifest", manifest.toString(), "--agent-key",
                agentKey.toString()};

        String proposed = ran(3, "", ada, setup).err();
        String request = proposed.replaceAll("(?s).*as request ([0-9a-f-]{36}):.*", "$1");
        CommandRun repeated = inThai(() -> ran(3, "", ada, setup));
        assertThat(repeated.err()).isEqualTo(proposed).contains("as request " + request);
        assertThat(agentKey).doesNotExist();
        approve(bea, UUID.fromString(request));

        assertThat(ran(0, "", ada, setup).err()).contains("Workspace Care is there already.",
                "Connection Tickets to ", "Agent Second agent is installed. Its key");
        String key = Files.readString(agentKey);
        assertThat(key).startsWith("aha_");
        assertThat(ran(0, "", ada, setup).err()).contains("Agent Second agent is installed already");
        assertThat(agentKey).hasContent(key);
    }

    /** What setup makes, in words. */
    private String standing(BackendClient client) {
        Session gil = signedIn(client, data);
        AdminClient admin = gil.client().administration();
        return admin.workspaces() + "\n" + gil.client().policies() + admin.connections() + admin.agents()
                + gil.client().members();
    }

    private static String submittedByShell(String call) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", call).redirectErrorStream(true).start();
        shell.getOutputStream().close();
        return new String(shell.getInputStream().readAllBytes(), UTF_8);
    }

    private Session signedIn(BackendClient client, Path person) {
        KeyFiles keys = QuickKeys.in(address().folder(person));
        KeyCard card = keys.list().cards().getFirst();
        return SignIn.with(keys, card, PASSPHRASE.toCharArray(), client);
    }

    private static void approve(Session session, UUID request) {
        FetchedPayload payload = session.client().payload(request);
        RequestDetail detail = session.client().request(request);
        byte[] statement = new DecisionStatement(payload.challenge(),
                Timestamps.parse(Timestamps.format(Instant.now())), Decision.APPROVE, null, session.me().key(),
                session.me().member(), session.me().org(),
                detail.summary().change() == null
                        ? PayloadHash.of(payload.bytes())
                        : PayloadHash.ofChange(payload.bytes()),
                Hash.ofHex(detail.policy().digest()), "", request).canonicalBytes();
        session.client().decide(request, statement,
                session.signer().sign(DecisionStatement.preAuthenticationEncoding(statement)));
    }

    /** As an agent does, which knows the backend's certificate. */
    private AgentClient agent(String key) {
        return new AgentClient(address().uri(), address().fingerprint(), key);
    }
}
