package dev.agenthub.app.cli.online;

import dev.agenthub.api.CollectedSecret;
import dev.agenthub.api.GovernancePolicy;
import dev.agenthub.app.cli.ChangeReport;
import dev.agenthub.app.cli.Input;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.client.AdminClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code agenthub governance …}: shows and sets which changes of the rules need approval. */
@Command(name = "governance", mixinStandardHelpOptions = true, description = "Say which changes of policies, people and agents others must approve.", footer = {
        "", "  agenthub governance show > governance.json", "  agenthub governance set governance.json", "",
        "A document names kinds of changes and who approves them, for example:", "",
        "  {\"v\": \"agenthub/governance/v1\", \"rules\": [{\"outcome\": \"require\",",
        "    \"match\": {\"kind\": [\"governance.set\", \"policy.publish\", \"member.change\", \"invitation.create\"]},",
        "    \"required\": [{\"count\": 1, \"group\": \"approvers\"}], \"expiresIn\": \"P3D\"}]}", "",
        "Kinds: governance.set, policy.publish, member.change, group.change, invitation.create, agent.install,",
        "agent.update, agent.key_issue, connection.authorize, connection.scopes, budget.change, reservation.settle. Whoever proposes a change does not vote on it. Without rules nothing needs approval.",
        "", ChangeReport.EXIT_CODES})
final class GovernanceCommand implements Runnable {
    private final Terminal terminal;
    private final Passphrase passphrase;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    GovernanceCommand(Terminal terminal, Passphrase passphrase) {
        this.terminal = terminal;
        this.passphrase = passphrase;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do, for example: agenthub governance show");
    }

    @Command(description = "Print the governance policy in force.", mixinStandardHelpOptions = true)
    int show(@Mixin MemberSession session) {
        GovernancePolicy policy = session.administering(passphrase, AdminClient::governance);
        Output.remark(terminal, policy.version() == 0 ? "There is none yet." : "Version " + policy.version() + ":");
        Output.print(terminal, policy.document() + "\n");
        return 0;
    }

    @Command(description = "Put a governance policy in force, or propose it where one is.", mixinStandardHelpOptions = true)
    int set(@Parameters(paramLabel = "DOCUMENT", description = "JSON; - for the standard input.") Path document,
            @Mixin MemberSession session) {
        String text = new String(Input.json(document, terminal), StandardCharsets.UTF_8);
        return new ChangeReport(terminal).of(
                session.administering(passphrase, admin -> admin.setGovernance(admin.governance().version(), text)),
                version -> "Version " + version.version() + " is in force.\n");
    }

    @Command(description = "Print the key or the invitation that an approved change of yours hands out, this once.", mixinStandardHelpOptions = true)
    int collect(@Parameters(paramLabel = "REQUEST") UUID request, @Mixin MemberSession session) {
        CollectedSecret secret = session.administering(passphrase, admin -> admin.collect(request));
        ChangeReport report = new ChangeReport(terminal);
        return secret.invitation() == null
                ? report.key(Objects.requireNonNull(secret.agentKey()))
                : report.code(secret.invitation());
    }
}
