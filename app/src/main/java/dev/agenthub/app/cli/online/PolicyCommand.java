package dev.agenthub.app.cli.online;

import dev.agenthub.api.PolicyAnswer;
import dev.agenthub.api.PolicySimulation;
import dev.agenthub.api.PolicySummary;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.SimulatedRequest;
import dev.agenthub.app.cli.ChangeReport;
import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.Input;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.client.MemberClient;
import dev.agenthub.app.text.HiddenCharacters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code agenthub policy …}: creates a policy, and simulates a draft with the newest requests. */
@Command(name = "policy", mixinStandardHelpOptions = true, description = "Make policies, and try them on what was requested before.")
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
            @Mixin MemberSession session) {
        if (last < 1 || last > MOST) {
            throw CommandFailure.notDone("USAGE", "--last takes 1 to " + MOST + ".");
        }
        String document = new String(Input.json(draft, terminal), StandardCharsets.UTF_8);
        say(session.during(passphrase, opened -> {
            MemberClient member = opened.client();
            return member.simulatePolicy(policy(member.policies(), name).current().id(), document, last);
        }));
        return 0;
    }

    @Command(description = "All policies with their version in force.", mixinStandardHelpOptions = true)
    int list(@Mixin MemberSession session) {
        return Output.printMarked(terminal, session.during(passphrase, opened -> opened.client()
                .policies().stream().map(one -> one.current().id() + "  version " + one.current().version() + "  "
                        + one.name() + "\n")
                .collect(Collectors.joining())));
    }

    @Command(description = "Publish the first version of a new policy; the same again changes nothing.", mixinStandardHelpOptions = true)
    int create(@Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "DOCUMENT", description = "JSON; - for the standard input.") Path document,
            @Mixin MemberSession session) {
        String text = new String(Input.json(document, terminal), StandardCharsets.UTF_8);
        return new ChangeReport(terminal).of(
                session.during(passphrase, opened -> opened.client().administration().createPolicy(name, text)),
                made -> made.version().id() + "  version " + made.version().version() + "\n");
    }

    @Command(description = "Publish the next version of a policy.", mixinStandardHelpOptions = true, footer = {"",
            ChangeReport.EXIT_CODES})
    int publish(@Parameters(paramLabel = "DOCUMENT", description = "JSON; - for the standard input.") Path document,
            @Option(names = "--policy", paramLabel = "NAME", description = "Which policy, where there are several.") @Nullable String name,
            @Mixin MemberSession session) {
        String text = new String(Input.json(document, terminal), StandardCharsets.UTF_8);
        return new ChangeReport(terminal).of(session.during(passphrase, opened -> {
            PolicyVersion now = policy(opened.client().policies(), name).current();
            return opened.client().publishPolicy(now.id(), now.version(), text);
        }), made -> made.version().id() + "  version " + made.version().version() + ", " + made.cancelled()
                + " requests cancelled\n");
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
