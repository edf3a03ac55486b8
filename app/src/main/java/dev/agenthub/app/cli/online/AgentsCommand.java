package dev.agenthub.app.cli.online;

import dev.agenthub.api.AgentDetail;
import dev.agenthub.api.AgentPreview;
import dev.agenthub.api.CatalogCost;
import dev.agenthub.api.CatalogTool;
import dev.agenthub.api.Connection;
import dev.agenthub.app.cli.ChangeReport;
import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.Input;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.client.AdminClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code agenthub agents …}: installs, updates and disables agents. */
@Command(name = "agents", mixinStandardHelpOptions = true, description = "Install, update and stop agents.", footer = {
        "", "  agenthub agents tools github", "  agenthub agents tools --connection Notes",
        "  agenthub agents preview support.json",
        "  agenthub agents install support.json --digest 5f2b…",
        "  agenthub agents update AGENT support.json --digest 91c0…", "",
        "What is installed is what was shown: preview prints the digest that install and update want.",
        ChangeReport.EXIT_CODES})
final class AgentsCommand implements Runnable {
    private static final String AGENT = "AGENT";

    private final Terminal terminal;
    private final Passphrase passphrase;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    AgentsCommand(Terminal terminal, Passphrase passphrase) {
        this.terminal = terminal;
        this.passphrase = passphrase;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "Say what to do with agents, for example: agenthub agents list");
    }

    @Command(description = "All agents, what they can do, and their keys.", mixinStandardHelpOptions = true)
    int list(@Mixin MemberSession session) {
        List<AgentDetail> agents = session.administering(passphrase, AdminClient::agents);
        StringBuilder text = new StringBuilder();
        for (AgentDetail agent : agents) {
            text.append(agent.agent()).append(agent.enabled() ? "  enabled" : "  disabled").append('\n')
                    .append(shown(agent.installed()));
            agent.keys().forEach(key -> text.append("  key ").append(key.key())
                    .append(key.revokedAt() == null ? "" : "  revoked " + key.revokedAt()).append('\n'));
            text.append('\n');
        }
        return Output.printMarked(terminal, text.toString());
    }

    @Command(description = "Exactly what an agent could do, and what a manifest changes.", mixinStandardHelpOptions = true)
    int preview(@Parameters(paramLabel = "MANIFEST") Path manifest,
            @Option(names = "--agent", paramLabel = AGENT, description = "Compare with what is installed.") @Nullable UUID agent,
            @Mixin MemberSession session) {
        byte[] bytes = Input.json(manifest, terminal);
        AgentPreview preview = session.administering(passphrase, admin -> admin.preview(bytes, agent));
        StringBuilder text = new StringBuilder(shown(preview));
        preview.changes().forEach(change -> text.append("  change ").append(change.place()).append(": ")
                .append(change.before() == null ? "nothing" : change.before()).append(" → ")
                .append(change.after() == null ? "nothing" : change.after()).append('\n'));
        return Output.printMarked(terminal, text.toString());
    }

    @Command(description = "The tools of a service of the catalog, or of a connection’s own definition; a manifest takes one as {\"name\": …, \"from\": \"SERVICE/TOOL\", \"connector\": …}.", mixinStandardHelpOptions = true)
    int tools(
            @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "A service of the catalog.") @Nullable String service,
            @Option(names = "--connection", paramLabel = "NAME", description = "The service of this connection instead, as its definition says it; a name or id.") @Nullable String connection,
            @Mixin MemberSession session) {
        if ((service == null) == (connection == null)) {
            throw new ParameterException(spec.commandLine(), "Say either SERVICE or --connection NAME.");
        }
        return Output.printMarked(terminal, session.administering(passphrase, admin -> service == null
                ? toolsThrough(admin, ConnectionsCommand.named(admin, Objects.requireNonNull(connection)))
                : shown(service, toolsOf(admin, service))));
    }

    private static List<CatalogTool> toolsOf(AdminClient admin, String service) {
        return admin.catalog().stream().filter(one -> one.name().equals(service)).findFirst()
                .orElseThrow(() -> CommandFailure.notDone("SERVICE_UNKNOWN", "The catalog has no service " + service
                        + ": agenthub connections catalog shows all. One that you defined yourself is shown by agenthub agents tools --connection NAME."))
                .tools();
    }

    private static String toolsThrough(AdminClient admin, Connection connection) {
        String service = connection.service();
        if (service == null) {
            throw CommandFailure.notDone("SERVICE_UNKNOWN", "Of the service of " + connection.name()
                    + " only the address is known: a manifest writes its tools out.");
        }
        return shown(service, admin.tools(connection.connector()));
    }

    private static String shown(String service, List<CatalogTool> tools) {
        return tools.stream().map(tool -> shown(service, tool)).collect(Collectors.joining());
    }

    @Command(description = "Install a new agent; its key is printed this once.", mixinStandardHelpOptions = true)
    int install(@Parameters(paramLabel = "MANIFEST") Path manifest,
            @Option(names = "--digest", required = true, description = "What preview printed.") String digest,
            @Mixin MemberSession session) {
        byte[] bytes = Input.json(manifest, terminal);
        return report().ofKey(session.administering(passphrase, admin -> admin.install(bytes, digest)));
    }

    @Command(description = "Give an agent another manifest.", mixinStandardHelpOptions = true)
    int update(@Parameters(paramLabel = AGENT) UUID agent, @Parameters(paramLabel = "MANIFEST") Path manifest,
            @Option(names = "--digest", required = true, description = "What preview --agent printed.") String digest,
            @Mixin MemberSession session) {
        byte[] bytes = Input.json(manifest, terminal);
        return report().of(session.administering(passphrase, admin -> {
            String installed = admin.agents().stream().filter(some -> some.agent().equals(agent))
                    .map(some -> some.installed().digest()).findFirst().orElse("0".repeat(64));
            return admin.update(agent, bytes, digest, installed);
        }), done -> shown(done.installed()));
    }

    @Command(description = "Stop an agent and revoke its keys.", mixinStandardHelpOptions = true)
    int disable(@Parameters(paramLabel = AGENT) UUID agent, @Mixin MemberSession session) {
        return Output.printMarked(terminal,
                shown(session.administering(passphrase, admin -> admin.disable(agent)).installed()));
    }

    @Command(description = "Let an agent begin again; it needs a new key.", mixinStandardHelpOptions = true)
    int enable(@Parameters(paramLabel = AGENT) UUID agent, @Mixin MemberSession session) {
        return report().of(session.administering(passphrase, admin -> admin.enable(agent)),
                done -> shown(done.installed()));
    }

    @Command(description = "A further key of an agent, printed this once.", mixinStandardHelpOptions = true)
    int key(@Parameters(paramLabel = AGENT) UUID agent, @Mixin MemberSession session) {
        return report().ofKey(session.administering(passphrase, admin -> admin.issueKey(agent)));
    }

    @Command(name = "revoke-key", description = "Revoke a key of an agent.", mixinStandardHelpOptions = true)
    int revokeKey(@Parameters(paramLabel = AGENT) UUID agent, @Parameters(paramLabel = "KEY") UUID key,
            @Mixin MemberSession session) {
        session.administering(passphrase, admin -> {
            admin.revokeAgentKey(agent, key);
            return key;
        });
        return Output.printMarked(terminal, "");
    }

    private static String shown(AgentPreview agent) {
        StringBuilder text = new StringBuilder(agent.name()).append("\n  digest ").append(agent.digest())
                .append("\n  workspace ").append(agent.workspaceName()).append("\n  owner ").append(agent.ownerName())
                .append("\n  policy ").append(agent.policyName()).append('\n');
        agent.tools().forEach(tool -> text.append("  tool ").append(tool.name()).append(" (").append(tool.risk())
                .append(" risk): ").append(tool.method()).append(' ').append(tool.url()).append(" through ")
                .append(tool.connectorName()).append(needs(tool.scopes(), tool.authorizationDetails()))
                .append(", arguments ").append(tool.arguments())
                .append(tool.from() == null ? "" : ", from " + tool.from()).append('\n'));
        return text.toString();
    }

    private static String needs(List<String> scopes, List<String> details) {
        return (scopes.isEmpty() ? "" : ", scopes " + scopes)
                + (details.isEmpty() ? "" : ", authorization details " + details);
    }

    static String shown(String service, CatalogTool tool) {
        CatalogCost cost = tool.cost();
        return service + "/" + tool.name() + " (" + tool.risk() + " risk): " + tool.title()
                + needs(tool.scopes(), tool.authorizationDetails()) + ", arguments " + tool.arguments()
                + (cost == null
                        ? ""
                        : ", costs " + cost.amount() + " " + cost.currency()
                                + (cost.minorUnits() ? " (smallest unit)" : ""))
                + "\n";
    }

    private ChangeReport report() {
        return new ChangeReport(terminal);
    }
}
