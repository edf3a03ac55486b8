package dev.agenthub.app.cli.online;

import dev.agenthub.api.Delegation;
import dev.agenthub.api.Member;
import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.client.MemberClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.text.HiddenCharacters;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code agenthub delegations …}: lets another member decide during an absence. */
@Command(name = "delegations", mixinStandardHelpOptions = true, description = "Let another member decide for you while you are away.", footer = {
        "", "  agenthub delegations create --to \"Ben Holm\" --until 2026-12-05",
        "  agenthub delegations end DELEGATION", "",
        "The other counts in your groups, as one person, and never on what you could not decide yourself.",
        "A day begins at midnight in this machine's time zone; a time is written as 2026-12-05T18:00+01:00.",
        "Exit code: 0 done, 2 not."})
final class DelegationsCommand implements Runnable {
    private final Terminal terminal;
    private final Passphrase passphrase;
    private final InstantSource clock = InstantSource.system();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    DelegationsCommand(Terminal terminal, Passphrase passphrase) {
        this.terminal = terminal;
        this.passphrase = passphrase;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do, for example: agenthub delegations list");
    }

    @Command(description = "Who decides for whom now or later, or ever did.", mixinStandardHelpOptions = true)
    int list(@Option(names = "--all", description = "Those that have ended too.") boolean all,
            @Mixin MemberSession session) {
        Instant now = clock.instant();
        return Output.printMarked(terminal, as(session, opened -> opened.client().delegations()).stream()
                .filter(one -> all || (one.endedAt() == null && one.endsAt().isAfter(now)))
                .map(DelegationsCommand::shown).collect(Collectors.joining()));
    }

    @Command(description = "Sign that another member decides for you.", mixinStandardHelpOptions = true)
    int create(
            @Option(names = "--to", required = true, paramLabel = "MEMBER", description = "The member's id, or their name where it is one member's alone.") String to,
            @Option(names = "--from", paramLabel = "TIME", description = "The day or time from which on; now where it is not given.") @Nullable String from,
            @Option(names = "--until", required = true, paramLabel = "TIME", description = "The day or time at which it ends.") String until,
            @Option(names = "--reason", defaultValue = "", description = "The audit log keeps it.") String reason,
            @Mixin MemberSession session) {
        Instant ends = moment("--until", until);
        Instant starts = from == null ? null : moment("--from", from);
        return Output.printMarked(terminal, shown(as(session, opened -> opened.delegate(member(opened.client(), to),
                starts == null ? clock.instant() : starts, ends, reason, clock))));
    }

    @Command(description = "End a delegation before its time.", mixinStandardHelpOptions = true)
    int end(@Parameters(paramLabel = "DELEGATION") UUID delegation, @Mixin MemberSession session) {
        as(session, opened -> {
            opened.client().endDelegation(delegation);
            return delegation;
        });
        return Output.printMarked(terminal, "Ended " + delegation + ".\n");
    }

    private static UUID member(MemberClient client, String to) {
        List<Member> found = client.members().stream()
                .filter(member -> member.member().toString().equals(to) || member.name().equals(to)).toList();
        if (found.size() != 1) {
            throw CommandFailure.notDone("MEMBER_UNKNOWN", found.isEmpty()
                    ? "No member has this id or name: agenthub members list"
                    : "Several members have this name; say the id: agenthub members list");
        }
        return found.getFirst().member();
    }

    private Instant moment(String option, String text) {
        try {
            return text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
        } catch (DateTimeException e) {
            throw new ParameterException(spec.commandLine(),
                    option + " must be a day such as 2026-12-05, or a time such as 2026-12-05T18:00+01:00.", e);
        }
    }

    private <T> T as(MemberSession session, Function<Session, T> work) {
        return session.during(passphrase, work);
    }

    private static String shown(Delegation one) {
        return one.id() + "  " + one.delegateName() + " decides for " + one.memberName() + "  " + one.startsAt()
                + " to " + one.endsAt() + (one.endedAt() == null ? "" : ", ended " + one.endedAt())
                + (one.reason().isBlank() ? "" : ": " + HiddenCharacters.marked(one.reason())) + "\n";
    }
}
