package dev.agenthub.app.cli.online;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.SignedStatement;
import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Questions;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.ui.approvals.attachments.FileContent;
import dev.agenthub.app.ui.approvals.reading.SignedDisplay;
import dev.agenthub.app.ui.approvals.reading.Warning;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import dev.agenthub.app.ui.approvals.request.PayloadFile;
import dev.agenthub.app.ui.approvals.request.RequestDecisions;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.statement.Decision;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides several requests alike: signs and sends one statement for each, one after the other, and prints a line with its result.
 */
final class RequestDecider {
    private final Terminal terminal;
    private final RequestDecisions decisions;
    private final Decision decision;
    private final String reason;
    private final @Nullable Questions person;
    private final Set<Hash> named;

    /** The result for one request: whether the decision was accepted, and whether to stop because the next would fail as well. */
    private record Outcome(boolean taken, boolean last) {}

    private RequestDecider(Terminal terminal, RequestDecisions decisions, Decision decision, String reason,
            @Nullable Questions person, Set<Hash> named) {
        this.terminal = terminal;
        this.decisions = decisions;
        this.decision = decision;
        this.reason = reason;
        this.person = person;
        this.named = named;
    }

    /** Shows the exact bytes of each request and decides those that the person confirms. */
    static RequestDecider asking(Questions person, Terminal terminal, RequestDecisions decisions, Decision decision,
            String reason) {
        return new RequestDecider(terminal, decisions, decision, reason, person, Set.of());
    }

    /** Decides the requests whose payload has one of these hashes, without asking. */
    static RequestDecider of(Set<Hash> named, Terminal terminal, RequestDecisions decisions, Decision decision,
            String reason) {
        return new RequestDecider(terminal, decisions, decision, reason, null, Set.copyOf(named));
    }

    /** Returns the command's exit code: 0 where every decision was accepted. */
    int decide(Set<UUID> requests) {
        boolean all = true;
        boolean ended = false;
        for (UUID request : requests) {
            if (ended) {
                say("unsent", request.toString());
                continue;
            }
            Outcome outcome = decide(request);
            all &= outcome.taken();
            ended = outcome.last();
        }
        return all ? 0 : CommandFailure.REJECTED;
    }

    private Outcome decide(UUID request) {
        Hash payload;
        SignedStatement signed;
        try {
            OpenRequest open = decisions.fetch(request);
            payload = open.payload().hash();
            if (!confirmed(open)) {
                say("left", request.toString());
                return new Outcome(false, false);
            }
            signed = decisions.sign(request, payload, decision, reason, SignedDisplay.WITHOUT_SCREEN);
        } catch (CodedException | EvidenceException e) {
            Failure why = Failure.of(e);
            return failed(ends(why) ? "unsent" : "refused", request, why);
        }
        try {
            RequestDetail after = decisions.deliver(request, payload, signed);
            say(decision == Decision.APPROVE ? "approved" : "denied", RequestLines.line(after.summary()).strip());
            return new Outcome(true, false);
        } catch (CodedException | EvidenceException e) {
            Failure why = Failure.of(e);
            return failed(RequestDecisions.leavesOpen(why) ? "unknown" : "refused", request, why);
        }
    }

    private Outcome failed(String word, UUID request, Failure why) {
        say(word, request + "  " + why.line());
        return new Outcome(false, ends(why));
    }

    private static boolean ends(Failure why) {
        return RequestDecisions.ends(why) || why.code().equals(Questions.ENDED);
    }

    /**
     * Whether to decide this request: the bytes of payload and files match their hashes, and the person confirmed or named them.
     */
    private boolean confirmed(OpenRequest open) {
        if (person == null && !named.contains(open.payload().hash())) {
            throw CommandFailure.rejected("PAYLOAD_NOT_NAMED",
                    "The payload hashes to " + open.payload().hash().hex() + ", which no --payload-hash names.");
        }
        if (!open.decidable()) {
            throw whyNot(open);
        }
        StringBuilder text = new StringBuilder(RequestLines.of(open)).append(ExactLines.of(open.payload().text()))
                .append(RequestLines.warnings(Warning.in(open.payload().text())));
        // Also without a person to read it, because this verifies each file.
        open.payload().files().forEach(file -> text.append(shown(open, file)));
        if (person == null) {
            return true;
        }
        Output.print(terminal, text.toString());
        return person.line("Type " + decision.word() + " to sign this, or anything else to leave it")
                .equals(decision.word());
    }

    private static CommandFailure whyNot(OpenRequest open) {
        String code = open.detail().summary().state() == RequestState.PENDING
                ? Objects.requireNonNullElse(open.detail().eligibility().whyNot(), ErrorCode.NOT_ELIGIBLE.name())
                : ErrorCode.REQUEST_NOT_PENDING.name();
        try {
            return CommandFailure.rejected(code, ErrorCode.valueOf(code).title() + ".");
        } catch (IllegalArgumentException _) { // a newer backend's
            return CommandFailure.rejected(code, "You may not decide this request.");
        }
    }

    /** Describes a file of the request after verifying its bytes against the payload. */
    private String shown(OpenRequest open, PayloadFile file) {
        byte[] bytes = decisions.fetch(open, file);
        StringBuilder text = new StringBuilder();
        RequestLines.add(text, RequestLines.line(file) + ", verified");
        return switch (FileContent.of(bytes)) {
            case FileContent.Text(var content, var warnings) ->
                text.append(ExactLines.of(content)).append(RequestLines.warnings(warnings)).toString();
            case FileContent.Picture _,FileContent.Opaque _ -> {
                RequestLines.add(text, "not shown, since it is no text: agenthub requests show " + open.id()
                        + " --attachment " + file.position() + " --output FILE");
                yield text.toString();
            }
        };
    }

    private void say(String word, String text) {
        Output.print(terminal, "%-8s  %s\n".formatted(word, HiddenCharacters.marked(text)));
    }
}
