package dev.agenthub.app.cli.online;

import dev.agenthub.api.CatalogConnector;
import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionScopes;
import dev.agenthub.api.NewConnection;
import dev.agenthub.api.NewOAuthConnection;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.app.cli.ChangeReport;
import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.Input;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.client.AdminClient;
import dev.agenthub.app.client.ChangeOutcome;
import dev.agenthub.app.client.Consent;
import dev.agenthub.app.client.DeviceConsent;
import dev.agenthub.app.client.ProviderConsent;
import dev.agenthub.app.platform.Browser;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.text.HiddenCharacters;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code agenthub connections …}: manages connections to services, and their keys. */
@Command(name = "connections", mixinStandardHelpOptions = true, description = "Connect and stop services that agents reach.", footer = {
        "",
        "  agenthub connections add Billing --workspace \"Customer care\" --url https://api.example.com/v2 --key-file billing.key",
        "  agenthub connections key CONNECTION --key-file -",
        "  agenthub connections register Tickets --workspace \"Customer care\" --service linear --client-id abc --client-secret-file -",
        "  agenthub connections register Notes --workspace \"Customer care\" --definition notes.json --client-id abc",
        "  agenthub connections connect Tickets", "  agenthub connections connect Tickets --device", "",
        "A key is read from a file or the standard input, and never shown again.", ChangeReport.EXIT_CODES})
public final class ConnectionsCommand implements Runnable {
    private static final String CONNECTION = "CONNECTION";
    private static final String NAME = "NAME";
    private static final String DEFINITION_HELP = "What the service is, in the form agenthub/connector/v1, where the catalog does not know it; - for the standard input.";
    private static final String DONE = "AgentHub has the provider’s answer. You can close this window.";

    private final Terminal terminal;
    private final Passphrase passphrase;
    private final Browser browser;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ConnectionsCommand(Terminal terminal, Passphrase passphrase, Browser browser) {
        this.terminal = terminal;
        this.passphrase = passphrase;
        this.browser = browser;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do, for example: agenthub connections list");
    }

    @Command(description = "All connections, without their keys.", mixinStandardHelpOptions = true)
    int list(@Mixin MemberSession session) {
        return Output.printMarked(terminal, session.administering(passphrase, admin -> {
            Set<String> catalog = admin.catalog().stream().map(CatalogConnector::name).collect(Collectors.toSet());
            return admin.connections().stream().map(one -> shown(one, catalog)).collect(Collectors.joining());
        }));
    }

    @Command(description = "Make a connection to a service that is called over HTTPS with a static key.", mixinStandardHelpOptions = true)
    int add(@Parameters(paramLabel = NAME) String name,
            @Option(names = "--workspace", required = true, paramLabel = NAME, description = "Whose agents may use it.") String workspace,
            @Option(names = "--url", description = "Every call’s address lies under it; the definition may say it.") @Nullable String url,
            @Option(names = "--definition", paramLabel = "FILE", description = DEFINITION_HELP) @Nullable Path definition,
            @Option(names = "--header", paramLabel = NAME, description = "The header that carries the key; Authorization by default.") @Nullable String header,
            @Option(names = "--prefix", paramLabel = "TEXT", description = "What stands before the key there; \"Bearer \" in Authorization by default, nothing in another header.") @Nullable String prefix,
            @Option(names = "--key-file", required = true, paramLabel = "FILE", description = "Where the key is; - for the standard input.") Path key,
            @Mixin MemberSession session) {
        String secret = Input.secretLine(key, terminal);
        NewConnection wanted = wanted(workspace, name, url, header, prefix, document(definition), secret);
        return changed(session.administering(passphrase, admin -> admin.connect(wanted)));
    }

    @Command(description = "Put another key in the place of a connection’s.", mixinStandardHelpOptions = true)
    int key(@Parameters(paramLabel = CONNECTION) UUID connection,
            @Option(names = "--key-file", required = true, paramLabel = "FILE", description = "Where the key is; - for the standard input.") Path key,
            @Mixin MemberSession session) {
        String secret = Input.secretLine(key, terminal);
        return changed(session.administering(passphrase, admin -> admin.replaceConnectionKey(connection, secret)));
    }

    @Command(description = "Let no call go through a connection, and forget its key or tokens; their provider is told to end them.", mixinStandardHelpOptions = true)
    int disable(@Parameters(paramLabel = CONNECTION) UUID connection, @Mixin MemberSession session) {
        return Output.printMarked(terminal,
                shown(session.administering(passphrase, admin -> admin.disableConnection(connection))));
    }

    @Command(description = "The services that the catalog knows.", mixinStandardHelpOptions = true)
    int catalog(@Mixin MemberSession session) {
        return Output.printMarked(terminal, session.administering(passphrase, AdminClient::catalog).stream()
                .map(one -> one.name() + "  " + one.authorization() + "  " + one.title()
                        + (one.baseUrl() == null ? "" : "  " + one.baseUrl()) + "  " + one.documentation() + "\n")
                .collect(Collectors.joining()));
    }

    @Command(description = "Make a connection that is authorized at its provider; connect it then.", mixinStandardHelpOptions = true)
    int register(@Parameters(paramLabel = NAME) String name,
            @Option(names = "--workspace", required = true, paramLabel = NAME, description = "Whose agents may use it.") String workspace,
            @Option(names = "--service", paramLabel = NAME, description = "Which one of the catalog it is.") @Nullable String service,
            @Option(names = "--definition", paramLabel = "FILE", description = DEFINITION_HELP) @Nullable Path definition,
            @Option(names = "--client-id", required = true, paramLabel = "ID", description = "Which client AgentHub is at the provider.") String client,
            @Option(names = "--client-secret-file", paramLabel = "FILE", description = "Where the client’s secret is; - for the standard input.") @Nullable Path secret,
            @Option(names = "--url", description = "Every call’s address lies under it, where the catalog does not say it.") @Nullable String url,
            @Option(names = "--issuer", paramLabel = "URL", description = "The authorization server’s issuer, for the service oauth.") @Nullable String issuer,
            @Option(names = "--no-offline-access", description = "Do not ask for the scope offline_access, which this client may not have at the issuer.") boolean online,
            @Mixin MemberSession session) {
        String hidden = secret == null ? null : Input.secretLine(secret, terminal);
        NewOAuthConnection wanted = checked(
                () -> new NewOAuthConnection(workspace, name, service, document(definition), url, issuer,
                        online ? Boolean.FALSE : null, client, hidden));
        return Output.printMarked(terminal, shown(session.administering(passphrase, admin -> admin.connect(wanted))));
    }

    @Command(description = "Consent at a connection’s provider, in the browser of this machine.", mixinStandardHelpOptions = true)
    int connect(@Parameters(paramLabel = NAME) String name,
            @Option(names = "--no-browser", description = "Open no browser: only say which page to open on this machine.") boolean quiet,
            @Option(names = "--device", description = "Show a code to type at the provider, on any device: for a machine that you use from afar.") boolean device,
            @Option(names = "--shrink", description = "Ask for what is needed alone; what was granted besides ends.") boolean shrink,
            @Mixin MemberSession session) {
        return changed(
                session.administering(passphrase, admin -> consent(admin, named(admin, name), quiet, device, shrink)));
    }

    @Command(description = "Let tools use scopes and authorization details that were granted though nobody had asked for them.", mixinStandardHelpOptions = true)
    int accept(@Parameters(paramLabel = NAME) String name,
            @Parameters(paramLabel = "SCOPE", description = "A scope, or an authorization detail as JSON, as scopes shows it.", index = "1..*", arity = "1..*") List<String> accepted,
            @Mixin MemberSession session) {
        // A scope has no quotation mark (RFC 6749, section 3.3); a JSON object with a type has one.
        Map<Boolean, List<String>> kinds = accepted.stream()
                .collect(Collectors.partitioningBy(word -> word.indexOf('"') >= 0));
        return new ChangeReport(terminal).of(
                session.administering(passphrase, admin -> admin.acceptScopes(named(admin, name).connector(),
                        Objects.requireNonNull(kinds.get(false)), Objects.requireNonNull(kinds.get(true)))),
                ConnectionsCommand::shown);
    }

    @Command(description = "Which scopes and authorization details a connection needs, and which it was granted.", mixinStandardHelpOptions = true)
    int scopes(@Parameters(paramLabel = NAME) String name, @Mixin MemberSession session) {
        Connection connection = session.administering(passphrase, admin -> named(admin, name));
        ConnectionScopes scopes = connection.scopes();
        ConnectionScopes details = connection.authorizationDetails();
        if (scopes == null) {
            throw CommandFailure.notDone("CONNECTION_INVALID", "It has a key, which has no scopes.");
        }
        return Output.printMarked(terminal, ScopesText.of(scopes) + (details == null ? "" : ScopesText.of(details)));
    }

    private ChangeOutcome<Connection> consent(AdminClient admin, Connection connection, boolean quiet,
            boolean device, boolean shrink) {
        UUID id = connection.connector();
        return switch (device
                ? DeviceConsent.begin(admin, id, shrink)
                : shrink ? ProviderConsent.shrink(admin, id, DONE) : ProviderConsent.begin(admin, id, DONE)) {
            case ChangeOutcome.Done<Consent>(Consent consent) -> new ChangeOutcome.Done<>(await(consent, quiet));
            case ChangeOutcome.Proposed<Consent>(ProposedChange change) -> new ChangeOutcome.Proposed<>(change);
        };
    }

    private Connection await(Consent begun, boolean quiet) {
        try (Consent consent = begun) {
            switch (consent) {
                case DeviceConsent code -> Output.remark(terminal, "waiting for your consent until " + code.expiresAt()
                        + ": open this page on any device and type the code " + HiddenCharacters.marked(code.code())
                        + "\n" + code.page());
                case ProviderConsent page -> {
                    Output.remark(terminal, "waiting for your consent until " + page.expiresAt()
                            + " on this page, which has to be opened on this machine:\n" + page.page());
                    if (!quiet) {
                        open(page.page());
                    }
                }
            }
            return consent.await(InstantSource.system());
        }
    }

    /** Opens the page. Without a browser the command continues, since the person can open the printed address. */
    private void open(URI page) {
        try {
            browser.open(page);
        } catch (CodedException e) {
            Output.remark(terminal, "no browser could be opened  [" + e.code() + "]");
        }
    }

    /** The connection with this name or id. */
    static Connection named(AdminClient admin, String name) {
        List<Connection> found = admin.connections().stream()
                .filter(one -> one.name().equals(name) || one.connector().toString().equals(name)).toList();
        if (found.isEmpty()) {
            throw CommandFailure.notDone("CONNECTION_UNKNOWN", "There is no connection called " + name + ".");
        }
        if (found.size() > 1) {
            throw CommandFailure.notDone("CONNECTION_UNKNOWN",
                    "Several workspaces have a connection called " + name + ": say the id, which list shows.");
        }
        return found.getFirst();
    }

    public static NewConnection wanted(String workspace, String name, @Nullable String url, @Nullable String header,
            @Nullable String prefix, @Nullable String definition, String secret) {
        return checked(() -> new NewConnection(workspace, name, url, header, prefix, definition, secret));
    }

    private @Nullable String document(@Nullable Path definition) {
        return definition == null ? null : new String(Input.json(definition, terminal), StandardCharsets.UTF_8);
    }

    static <T> T checked(Supplier<T> wanted) {
        try {
            return wanted.get();
        } catch (IllegalArgumentException e) {
            throw CommandFailure.notDone("USAGE", e.getMessage() + ".");
        }
    }

    private static String shown(Connection connection) {
        return shown(connection, Set.of());
    }

    /**
     * A connection's line.
     *
     * @param catalog the catalog's names: a later release may have a service of an own definition's name
     */
    static String shown(Connection connection, Set<String> catalog) {
        return connection.connector() + "  " + connection.state() + "  " + connection.name() + "  "
                + connection.baseUrl() + "  (" + connection.header() + ": " + connection.prefix() + "…)"
                + (connection.ownDefinition() == null
                        ? ""
                        : "  own definition " + connection.service() + ", SHA-256 " + connection.ownDefinition()
                                + (catalog.contains(connection.service())
                                        ? ", which stays in force; the catalog’s service of that name is another"
                                        : ""))
                + limited(connection) + "\n";
    }

    /** Why calls are paused, and until when; empty where they are not. */
    static String limited(Connection connection) {
        if (connection.pausedUntil() != null) {
            return "  limited: the provider wants no calls until " + connection.pausedUntil();
        }
        return connection.circuitOpenUntil() == null
                ? ""
                : "  limited: calls failed again and again; tried again at " + connection.circuitOpenUntil();
    }

    /** Prints the outcome of a change with a credential. A proposal contains none, so the command is repeated after the approval. */
    private int changed(ChangeOutcome<Connection> outcome) {
        return new ChangeReport(terminal).ofRepeated(outcome, ConnectionsCommand::shown);
    }
}
