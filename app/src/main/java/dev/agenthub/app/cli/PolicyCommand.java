package dev.agenthub.app.cli;

import dev.agenthub.api.PolicyAnswer;
import dev.agenthub.api.PolicySimulation;
import dev.agenthub.api.PolicySummary;
import dev.agenthub.api.SimulatedRequest;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.MemberClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.client.SignIn;
import dev.agenthub.app.platform.BackendAddress;
import dev.agenthub.app.platform.DataFolders;
import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.platform.KeyEncryption;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.ui.common.HiddenCharacters;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code agenthub policy simulate}: what a draft would have decided about the last requests, beside what was decided. */
@Command(name = "policy", mixinStandardHelpOptions = true, description = "Try policies on what was requested before.")
final class PolicyCommand {

    private static final int MOST = 1000;

    private final Terminal terminal;
    private final Passphrase passphrase;

    PolicyCommand(Terminal terminal, Passphrase passphrase) {
        this.terminal = terminal;
        this.passphrase = passphrase;
    }

    @Command(name = "simulate", mixinStandardHelpOptions = true, description = "Say what a draft would have decided about the last requests, beside what was decided. Changes nothing.", footer = {
            "", "You sign in as an administrator with your key on this device.", "",
            "  agenthub policy simulate draft.json --policy \"Customer care\" --last 500", "",
            "Exit code: 0 simulated, 2 not, as where the draft can't be understood: then its fault and place are named."})
    int simulate(
            @Parameters(paramLabel = "DRAFT", description = "The draft, JSON; - for the standard input.") Path draft,
            @Option(names = "--policy", paramLabel = "NAME", description = "Which policy, where there are several.") @Nullable String name,
            @Option(names = "--last", paramLabel = "N", defaultValue = "200", description = "How many requests at most (${DEFAULT-VALUE}).") int last,
            @Option(names = "--as", paramLabel = "NAME", description = "Who signs in, where several people have a key on this device.") @Nullable String person,
            @Option(names = "--data", paramLabel = "DIR", description = "Where the desktop keeps everything.") @Nullable Path data,
            @Option(names = "--sample", description = "Ask the sample organization.") boolean sample) {
        if (last < 1 || last > MOST) {
            throw CommandFailure.notDone("USAGE", "--last takes 1 to " + MOST + ".");
        }
        String document = new String(Input.json(draft, terminal), StandardCharsets.UTF_8);
        Path folder = DataFolders.of(data, sample);
        URI backend = BackendAddress.find(folder).orElseThrow(() -> CommandFailure.notDone("BACKEND_NOT_RUNNING",
                "AgentHub is not open on " + folder + ": start agenthub desktop first."));
        try (BackendClient client = new BackendClient(backend)) {
            Session session = signIn(folder, client, person);
            try {
                MemberClient member = session.client();
                say(member.simulatePolicy(policy(member.policies(), name).current().id(), document, last));
            } finally {
                session.signer().close();
            }
        }
        return 0;
    }

    private Session signIn(Path folder, BackendClient client, @Nullable String person) {
        KeyFiles keys = new KeyFiles(folder.resolve("keys"), KeyEncryption.strong());
        KeyCard card = KeyChoice.of(keys, person);
        char[] secret = passphrase.of(card.name());
        try {
            return SignIn.with(keys, card, secret, client);
        } finally {
            Arrays.fill(secret, ' ');
        }
    }

    static PolicySummary policy(List<PolicySummary> policies, @Nullable String name) {
        List<PolicySummary> fitting = policies.stream().filter(one -> name == null || one.name().equals(name)).toList();
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        throw CommandFailure.notDone("POLICY_NEEDED", policies.isEmpty()
                ? "There are no policies yet."
                : "Say with --policy which one: "
                        + policies.stream().map(PolicySummary::name).collect(Collectors.joining(", ")) + ".");
    }

    private void say(PolicySimulation simulation) {
        StringBuilder text = new StringBuilder();
        for (SimulatedRequest request : simulation.requests()) {
            text.append(request.changes() ? "* " : "  ").append(HiddenCharacters.marked(request.title()))
                    .append("  [").append(HiddenCharacters.marked(request.tool())).append("]  ")
                    .append(words(request.decided())).append(" -> ").append(words(request.drafted())).append('\n');
            request.drafted().terms().notes()
                    .forEach(note -> text.append("    ! ").append(HiddenCharacters.marked(note)).append('\n'));
        }
        text.append("Of the last ").append(simulation.requests().size()).append(" requests this would have asked for ")
                .append(simulation.asked()).append(", allowed ").append(simulation.allowed()).append(", denied ")
                .append(simulation.denied()).append("; ").append(simulation.changed()).append(" change.\n");
        Output.print(terminal, text.toString());
    }

    private static String words(PolicyAnswer answer) {
        return answer.required().isEmpty()
                ? answer.outcome()
                : answer.required().stream().map(required -> required.count() + " of " + required.group())
                        .collect(Collectors.joining(" and "));
    }
}
