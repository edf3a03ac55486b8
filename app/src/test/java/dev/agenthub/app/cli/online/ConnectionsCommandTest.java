package dev.agenthub.app.cli.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.agenthub.app.cli.BackendWithAdmin;
import dev.agenthub.app.cli.CommandRun;
import dev.agenthub.app.cli.JoinedMember;
import dev.agenthub.app.cli.QuickPassphrase;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.platform.Browser;
import dev.agenthub.app.testing.ConsentingBrowser;
import dev.agenthub.app.testing.TestTimeout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code agenthub connections} as an administrator whose browser consents at the sandbox. */
class ConnectionsCommandTest {
    private static final String SANDBOX = "Sandbox (with consent)";

    private final ConsentingBrowser person = new ConsentingBrowser();
    @AutoClose
    private BackendWithAdmin gil;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        gil = new BackendWithAdmin(folder);
    }

    /** Connects with that browser; what came out of it. */
    private CommandRun connect(Browser browser, String... further) {
        return connect(new ByteArrayOutputStream(), browser, further);
    }

    private CommandRun connect(ByteArrayOutputStream err, Browser browser, String... further) {
        var out = new ByteArrayOutputStream();
        var terminal = new Terminal(new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        var command = new CommandLine(
                new ConnectionsCommand(terminal, new QuickPassphrase(JoinedMember.environment()), browser))
                .setExecutionExceptionHandler((failure, _, _) -> {
                    terminal.err().println(failure.getMessage());
                    return 2;
                });
        String[] words = Stream.concat(Stream.of("connect", SANDBOX, "--data",
                folder.toString()), Stream.of(further)).toArray(String[]::new);
        return new CommandRun(command.execute(words), out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void connectsInTheBrowserAndShowsTheScopes() {
        assertThat(gil.run("connections", "catalog").out()).contains("github  oauth  GitHub", "key  key  Any service");
        assertThat(gil.run("connections", "list").out()).contains("  pending  " + SANDBOX);
        assertThat(gil.run("connections", "scopes", SANDBOX).out())
                .isEqualTo("messages:write  not granted, needed by the service itself\n");

        CommandRun denied = connect(page -> person.decide(page, "deny"));
        assertThat(denied.exitCode()).isEqualTo(2);
        assertThat(denied.err()).contains("access_denied");
        CommandRun connected = connect(page -> assertThat(person.decide(page, "allow")).contains("You can close"));
        assertThat(connected.exitCode()).as(connected.err()).isZero();
        assertThat(connected.out()).contains("  active  " + SANDBOX);
        assertThat(connected.err()).contains("which has to be opened on this machine", "/oauth/authorize?");

        assertThat(gil.run("connections", "scopes", SANDBOX).out())
                .isEqualTo("messages:write  granted, needed by the service itself\n");
    }

    @Test
    void connectsWithACodeThatIsTypedElsewhere() throws Exception {
        var err = new ByteArrayOutputStream();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<CommandRun> connecting = threads.submit(() -> connect(err, page -> fail("No browser is opened"),
                    "--device"));
            Matcher shown = Pattern.compile("type the code (\\S+)\n(\\S+)").matcher("");
            TestTimeout.await("the code").until(() -> shown.reset(err.toString(StandardCharsets.UTF_8)).find());
            assertThat(person.type(URI.create(shown.group(2)), shown.group(1), "allow")).contains("Go back");
            CommandRun connected = connecting.get();
            assertThat(connected.exitCode()).as(connected.err()).isZero();
            assertThat(connected.out()).contains("  active  " + SANDBOX);
        }
    }

    @Test
    void acceptsAndEndsWhatWasGrantedBesides() {
        assertThat(connect(page -> person.decide(page, "allow", " refunds:write reports:write")).exitCode()).isZero();
        assertThat(gil.run("connections", "scopes", SANDBOX).out()).contains(
                "refunds:write  granted, unused, not asked for", "reports:write  granted, unused, not asked for");
        CommandRun accepted = gil.run("connections", "accept", SANDBOX, "refunds:write");
        assertThat(accepted.exitCode()).as(accepted.err()).isZero();
        assertThat(gil.run("connections", "scopes", SANDBOX).out()).contains("refunds:write  granted, unused\n",
                "reports:write  granted, unused, not asked for");
        assertThat(connect(page -> person.decide(page, "allow"), "--shrink").exitCode()).isZero();
        assertThat(gil.run("connections", "scopes", SANDBOX).out()).hasLineCount(1);
    }

    @Test
    void showsWhatDetailsAToolNeedsAndWhichWereGranted() throws IOException {
        String euros = "{\"currency\":\"EUR\",\"limit\":\"500.00\",\"type\":\"refund\"}";
        Path manifest = Files.writeString(folder.resolve("payer.json"), """
                {"v": "agenthub/manifest/v1", "name": "Payer", "workspace": "Customer care", "policy": "Customer care",
                 "tools": [{"name": "refunds.create", "title": "Refund {amount}", "risk": "low",
                   "connector": "Sandbox (with consent)", "scopes": [], "authorizationDetails": [DETAIL],
                   "schema": {"type": "object", "properties": {"amount": {"type": "string"}}},
                   "call": {"http": {"method": "POST", "path": "/refunds", "body": {"amount": {"$arg": "/amount"}}}}}]}
                """.replace("DETAIL", euros));
        String preview = gil.run("agents", "preview", manifest.toString()).out();
        assertThat(preview)
                .contains(" through " + SANDBOX + ", authorization details [" + euros + "], arguments [amount]");
        Matcher digest = Pattern.compile("digest (\\S+)").matcher(preview);
        assertThat(digest.find()).isTrue();
        assertThat(gil.run("agents", "install", manifest.toString(), "--digest", digest.group(1)).exitCode()).isZero();
        assertThat(gil.run("agents", "list").out()).contains(", authorization details [" + euros + "]");

        assertThat(connect(page -> person.allow(page, UnaryOperator.identity(), _ -> false)).exitCode()).isZero();
        assertThat(gil.run("connections", "scopes", SANDBOX).out())
                .contains(euros + "  not granted, missing\n    Payer  refunds.create\n");
        assertThat(connect(page -> person.decide(page, "allow")).exitCode()).isZero();
        assertThat(gil.run("connections", "scopes", SANDBOX).out()).contains(euros + "  granted\n");
    }

    @Test
    void makesConnectionsByOwnDefinitions() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.json"),
                """
                        {"v": "agenthub/connector/v1", "name": "notes", "title": "Notes", "documentation": "https://notes.example/",
                         "baseUrl": "https://api.notes.example/", "hosts": ["api.notes.example"],
                         "authorization": {"kind": "oauth", "authorizationEndpoint": "https://login.notes.example/authorize",
                           "tokenEndpoint": "https://login.notes.example/token", "clientAuthentication": "basic"}}""");
        Path weather = Files.writeString(folder.resolve("weather.json"),
                """
                        {"v": "agenthub/connector/v1", "name": "weather", "title": "Weather", "documentation": "https://weather.example/",
                         "baseUrl": "https://api.weather.example/", "hosts": ["api.weather.example"],
                         "authorization": {"kind": "key", "header": "X-Api-Key"},
                         "tools": [{"name": "forecast.get", "title": "Forecast for {place}", "risk": "low", "scopes": [],
                           "call": {"http": {"method": "GET", "path": "/forecasts/{place}"}},
                           "schema": {"type": "object", "required": ["place"], "properties": {"place": {"type": "string"}}}}]}""");
        Path key = Files.writeString(folder.resolve("weather.key"), "key-of-the-test");

        CommandRun registered = gil.run("connections", "register", "Notes", "--workspace", "Customer care",
                "--definition", notes.toString(), "--client-id", "abc");
        assertThat(registered.out()).as(registered.err())
                .matches("(?s).*  pending  Notes  .*  own definition notes, SHA-256 [0-9a-f]{64}\n");
        CommandRun added = gil.run("connections", "add", "Weather", "--workspace", "Customer care", "--definition",
                weather.toString(), "--key-file", key.toString());
        assertThat(added.out()).as(added.err())
                .contains("  active  Weather  https://api.weather.example/  (X-Api-Key: ");
        assertThat(gil.run("agents", "tools", "--connection", "Weather").out())
                .isEqualTo("weather/forecast.get (low risk): Forecast for {place}, arguments [place]\n");
        assertThat(gil.run("agents", "tools", "weather").err()).contains("--connection", "[SERVICE_UNKNOWN]");
        assertThat(gil.run("agents", "tools").err()).contains("either SERVICE or --connection", "[USAGE]");

        Files.writeString(notes, Files.readString(notes).replace("api.notes.example\"]", "localhost\"]"));
        CommandRun refused = gil.run("connections", "register", "Others", "--workspace", "Customer care",
                "--definition", notes.toString(), "--client-id", "abc");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains("\"/hosts/0\"", "[CONNECTION_INVALID]");
    }

    @Test
    void saysWhatItDoesNotKnow() {
        assertThat(gil.run("connections", "connect", "Nowhere").err()).contains("[CONNECTION_UNKNOWN]");
        assertThat(gil.run("connections", "scopes", "Sandbox").err()).contains("[CONNECTION_INVALID]");
        CommandRun made = gil.run("connections", "register", "Tickets", "--workspace", "Customer care", "--service",
                "linear", "--client-id", "abc");
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.out()).contains("  pending  Tickets");
        assertThat(gil.run("agents", "tools", "nothing").err()).contains("[SERVICE_UNKNOWN]");
        assertThat(gil.run("agents", "tools", "stripe").out()).contains("stripe/refunds.create (high risk): Refund ",
                ", costs /amount /currency (smallest unit)\n");
        assertThat(gil.run("connections", "register", "Tickets", "--workspace", "Customer care", "--service", "nothing",
                "--client-id", "abc").err()).contains("service: the catalog has none of that name");
    }
}
