package dev.agenthub.app.cli;

import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestEdit;
import dev.agenthub.api.RequestFilter;
import dev.agenthub.api.RequestOrder;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.app.client.MemberClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.PrivateFiles;
import dev.agenthub.app.ui.approvals.OpenRequest;
import dev.agenthub.app.ui.approvals.PayloadFile;
import dev.agenthub.app.ui.approvals.RequestDecisions;
import dev.agenthub.app.ui.common.HiddenCharacters;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
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

/** {@code agenthub requests …}: looking at requests, changing what they ask, and taking them back. Decisions are made where the exact bytes are on screen. */
@Command(name = "requests", mixinStandardHelpOptions = true, description = "Look at requests, change what they ask, and take them back.", footer = {
        "", "  agenthub requests list", "  agenthub requests cancel REQUEST --reason \"Asked by mistake\"", "",
        "Decisions are made in the desktop, which shows the exact bytes that they are about.",
        "Exit code: 0 done, 2 not."})
final class RequestsCommand implements Runnable {
    private static final int MOST = 200;

    private final Terminal terminal;
    private final Passphrase passphrase;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    RequestsCommand(Terminal terminal, Passphrase passphrase) {
        this.terminal = terminal;
        this.passphrase = passphrase;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do, for example: agenthub requests list");
    }

    @Command(description = "The newest requests that are still open, or all.", mixinStandardHelpOptions = true)
    int list(@Option(names = "--all", description = "Those that have ended too.") boolean all,
            @Mixin MemberSession session) {
        return said(as(session, client -> client
                .requests(all ? RequestFilter.ALL : RequestFilter.OPEN, RequestOrder.NEWEST, MOST, null).items())
                .stream()
                .map(RequestsCommand::line).collect(Collectors.joining()));
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
            // A program gets the bytes; a terminal could obey some of them, such as the control characters from U+0080 on.
            Output.print(terminal, terminal.interactive() ? HiddenCharacters.marked(exact) : exact);
            return 0;
        }
        return said(shown(session.during(passphrase, opened -> decisions(opened).fetch(request))));
    }

    private static RequestDecisions decisions(Session session) {
        return new RequestDecisions(session, InstantSource.system());
    }

    /** The verified bytes of a file. */
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
            PrivateFiles.write(output, content);
        } catch (IOException e) {
            throw Output.unwritable(output, e);
        }
    }

    @Command(description = "Take a request back that has not begun to run.", mixinStandardHelpOptions = true)
    int cancel(@Parameters(paramLabel = "REQUEST") UUID request,
            @Option(names = "--reason", required = true, description = "The audit log keeps it, and whoever asked is told.") String reason,
            @Mixin MemberSession session) {
        return said(line(as(session, client -> client.cancel(request, reason)).summary()));
    }

    @Command(description = "Ask for the same tool with other arguments in place of a request that waits. You cannot decide the new one.", mixinStandardHelpOptions = true)
    int edit(@Parameters(paramLabel = "REQUEST") UUID request,
            @Option(names = "--arguments", required = true, paramLabel = "FILE", description = "A JSON object with all the arguments; - reads the standard input.") Path file,
            @Option(names = "--reason", required = true, description = "The audit log keeps it, and the agent and the approvers are told.") String reason,
            @Mixin MemberSession session) {
        JsonObject arguments = arguments(file);
        return said(line(as(session, client -> client.edit(request, arguments, reason)).summary()));
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

    private static String line(RequestSummary request) {
        return request.request() + "  " + request.state() + "  " + request.approvals() + " of "
                + request.approvalsNeeded() + "  " + request.risk() + "  " + request.title() + "  ["
                + request.asks() + ", " + request.askedBy() + "]\n";
    }

    private static String shown(OpenRequest request) {
        RequestDetail detail = request.detail();
        StringBuilder text = new StringBuilder(line(detail.summary()));
        text.append("  payload hash ").append(detail.summary().payloadHash()).append("\n  asked ")
                .append(detail.summary().createdAt()).append(", expires ").append(detail.summary().expiresAt())
                .append('\n');
        request.payload().files().forEach(file -> text.append("  attachment ").append(file.position()).append("  ")
                .append(HiddenCharacters.marked(file.name())).append("  ").append(file.mediaType()).append("  ")
                .append(file.size()).append(" bytes  SHA-256 ").append(file.sha256().hex()).append('\n'));
        detail.required().forEach(one -> text.append("  needs ").append(one.count()).append(" of ")
                .append(one.group()).append('\n'));
        detail.votes().forEach(vote -> text.append("  ").append(vote.decision()).append(" by ").append(vote.name())
                .append(" at ").append(vote.decidedAt()).append(vote.reason().isBlank() ? "" : ": " + vote.reason())
                .append('\n'));
        RequestEdit edit = detail.edit();
        if (edit != null) {
            text.append("  edited by ").append(edit.editorName()).append(", from ").append(edit.replaces())
                    .append(edit.reason() == null ? "" : ": " + edit.reason()).append('\n');
        }
        if (detail.replacedBy() != null) {
            text.append("  replaced by ").append(detail.replacedBy()).append('\n');
        }
        if (detail.refusal() != null) {
            text.append("  refused: ").append(detail.refusal()).append('\n');
        }
        return text.toString();
    }

    /** What agents and people wrote may hold what a terminal would obey. */
    private int said(String text) {
        Output.print(terminal, HiddenCharacters.markedLines(text));
        return 0;
    }
}
