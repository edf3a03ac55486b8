package dev.agenthub.app.cli.online;

import dev.agenthub.api.RequestFilter;
import dev.agenthub.api.RequestOrder;
import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.Input;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.cli.Questions;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.client.MemberClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import dev.agenthub.app.ui.approvals.request.PayloadFile;
import dev.agenthub.app.ui.approvals.request.RequestDecisions;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.Reason;
import dev.agenthub.files.DurableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code agenthub requests …}: shows, decides, edits and cancels requests. */
@Command(name = "requests", mixinStandardHelpOptions = true, description = "Look at requests, decide them, change what they ask, and take them back.", footer = {
        "", "  agenthub requests list", "  agenthub requests approve REQUEST",
        "  agenthub requests deny REQUEST REQUEST --reason \"Not this month\"",
        "  agenthub requests cancel REQUEST --reason \"Asked by mistake\"", "",
        "Exit code: 0 done, 1 not every decision was taken, 2 not done."})
final class RequestsCommand implements Runnable {
    private static final int MOST = 200;
    private static final String DECIDING = "One line says what became of each: approved or denied; refused; left, since it was not confirmed; unknown, since no good answer came; unsent.";

    private final Terminal terminal;
    private final Passphrase passphrase;
    private final Questions questions;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    RequestsCommand(Terminal terminal, Passphrase passphrase, Questions questions) {
        this.terminal = terminal;
        this.passphrase = passphrase;
        this.questions = questions;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do, for example: agenthub requests list");
    }

    @Command(description = "The requests that are still open, or all; at most 200.", mixinStandardHelpOptions = true)
    int list(@Option(names = "--all", description = "Those that have ended too.") boolean all,
            @Option(names = "--order", paramLabel = "ORDER", defaultValue = "newest", description = "newest first; or risk: the riskiest first; expiry: the soonest to expire; age: the longest waiting; decided: the newest decision. Default: newest.") String order,
            @Mixin MemberSession session) {
        RequestOrder by = Stream.of(RequestOrder.values()).filter(one -> one.toString().equals(order)).findFirst()
                .orElseThrow(() -> new ParameterException(spec.commandLine(),
                        "--order is newest, risk, expiry, age or decided"));
        return Output.printMarked(terminal, as(session, client -> client
                .requests(all ? RequestFilter.ALL : RequestFilter.OPEN, by, MOST, null).items())
                .stream()
                .map(RequestLines::line).collect(Collectors.joining()));
    }

    @Command(description = "One request, its files, its votes and what became of it; its exact payload, or one of its files.", mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "REQUEST") UUID request,
            @Option(names = "--payload", description = "Print the payload alone once it hashes to what the backend says: byte for byte, but with hidden characters marked on a terminal.") boolean payload,
            @Option(names = "--attachment", paramLabel = "N", description = "Write the file with this number alone, once its digest is the payload's.") @Nullable Integer attachment,
            @Option(names = "--output", paramLabel = "FILE", description = "Write that file there, readable by you alone, not to the standard output.") @Nullable Path output,
            @Mixin MemberSession session) {
        if (attachment != null && !payload) {
            write(session.during(passphrase, opened -> attachment(opened, request, attachment)), output);
            return 0;
        }
        if (attachment != null || output != null) {
            throw new ParameterException(spec.commandLine(),
                    "--output goes with --attachment, and --attachment not with --payload");
        }
        if (payload) {
            String exact = session.during(passphrase, opened -> decisions(opened).fetch(request)).payload().text();
            // Programs get the exact bytes. For a terminal they are marked, since control
            // characters such as those from U+0080 could control it.
            Output.print(terminal, terminal.interactive() ? HiddenCharacters.marked(exact) : exact);
            return 0;
        }
        return Output.printMarked(terminal,
                RequestLines.of(session.during(passphrase, opened -> decisions(opened).fetch(request))));
    }

    private static RequestDecisions decisions(Session session) {
        return new RequestDecisions(session, InstantSource.system());
    }

    /** Fetches and verifies the bytes of a file. */
    private static byte[] attachment(Session session, UUID request, int position) {
        RequestDecisions checked = decisions(session);
        OpenRequest shown = checked.fetch(request);
        List<PayloadFile> files = shown.payload().files();
        if (position < 0 || position >= files.size()) {
            throw CommandFailure.notDone("ATTACHMENT_UNKNOWN", "The request has no file of this number; it has "
                    + files.size() + ", counted from 0.");
        }
        return checked.fetch(shown, files.get(position));
    }

    private void write(byte[] content, @Nullable Path output) {
        if (output == null && terminal.interactive()) {
            throw CommandFailure.notDone("OUTPUT_IS_TERMINAL",
                    "A file may hold what a terminal obeys: say --output FILE, or lead the output elsewhere.");
        }
        if (output == null) {
            Output.print(terminal, content);
            return;
        }
        try {
            DurableFile.writePrivately(output, content);
        } catch (IOException e) {
            throw Output.unwritable(output, e);
        }
    }

    @Command(description = {"Show the exact bytes of each request, ask, and sign that it may run.",
            DECIDING}, mixinStandardHelpOptions = true)
    int approve(@Parameters(paramLabel = "REQUEST", arity = "1..*") List<UUID> requests,
            @Option(names = "--reason", defaultValue = "", description = "The same for each; part of what is signed.") String reason,
            @ArgGroup(exclusive = false) @Nullable Named named, @Mixin MemberSession session) {
        return decide(Decision.APPROVE, requests, reason, named, session);
    }

    @Command(description = {"Show the exact bytes of each request, ask, and sign that it must not run.",
            DECIDING}, mixinStandardHelpOptions = true)
    int deny(@Parameters(paramLabel = "REQUEST", arity = "1..*") List<UUID> requests,
            @Option(names = "--reason", required = true, description = "The same for each; part of what is signed, and whoever asked is told.") String reason,
            @ArgGroup(exclusive = false) @Nullable Named named, @Mixin MemberSession session) {
        if (Reason.isBlank(reason)) {
            throw new ParameterException(spec.commandLine(), "Say why with --reason");
        }
        return decide(Decision.DENY, requests, reason, named, session);
    }

    /** Hashes of payloads that the person has read before, decided without being shown again. */
    static final class Named {
        @Option(names = "--yes", required = true, description = "Ask nothing.")
        private boolean yes;

        @Option(names = "--payload-hash", required = true, split = ",", paramLabel = "HEX", description = "The payload hash of each request, as seen before; a request whose payload has another is refused.")
        private List<String> hashes = List.of();
    }

    private int decide(Decision decision, List<UUID> requests, String reason, @Nullable Named named,
            MemberSession session) {
        boolean asking = named == null || !named.yes;
        Set<Hash> hashes = named == null ? Set.of() : hashes(named.hashes);
        if (asking && !questions.possible()) {
            throw CommandFailure.notDone("CONFIRMATION_NEEDED",
                    "Nobody can be asked here: say --yes, and with --payload-hash what was seen before.");
        }
        return session.during(passphrase, opened -> (asking
                ? RequestDecider.asking(questions, terminal, decisions(opened), decision, reason.strip())
                : RequestDecider.of(hashes, terminal, decisions(opened), decision, reason.strip()))
                .decide(new LinkedHashSet<>(requests)));
    }

    private Set<Hash> hashes(List<String> words) {
        try {
            return words.stream().map(Hash::ofHex).collect(Collectors.toSet());
        } catch (EvidenceException e) {
            throw new ParameterException(spec.commandLine(),
                    "--payload-hash takes 64 hexadecimal digits, lower case", e);
        }
    }

    @Command(description = "Take a request back that has not begun to run.", mixinStandardHelpOptions = true)
    int cancel(@Parameters(paramLabel = "REQUEST") UUID request,
            @Option(names = "--reason", required = true, description = "The audit log keeps it, and whoever asked is told.") String reason,
            @Mixin MemberSession session) {
        return Output.printMarked(terminal,
                RequestLines.line(as(session, client -> client.cancel(request, reason)).summary()));
    }

    @Command(description = "Ask for the same tool with other arguments in place of a request that waits. You cannot decide the new one.", mixinStandardHelpOptions = true)
    int edit(@Parameters(paramLabel = "REQUEST") UUID request,
            @Option(names = "--arguments", required = true, paramLabel = "FILE", description = "A JSON object with all the arguments; - reads the standard input.") Path file,
            @Option(names = "--reason", required = true, description = "The audit log keeps it, and the agent and the approvers are told.") String reason,
            @Mixin MemberSession session) {
        JsonObject arguments = arguments(file);
        return Output.printMarked(terminal,
                RequestLines.line(as(session, client -> client.edit(request, arguments, reason)).summary()));
    }

    private JsonObject arguments(Path file) {
        try {
            if (JsonValue.parse(Input.json(file, terminal)) instanceof JsonObject arguments) {
                return arguments;
            }
        } catch (EvidenceException e) {
            throw Input.rejected(e);
        }
        throw CommandFailure.rejected("ARGUMENTS_INVALID", file + " does not hold a JSON object.");
    }

    private <T> T as(MemberSession session, Function<MemberClient, T> work) {
        return session.during(passphrase, opened -> work.apply(opened.client()));
    }
}
