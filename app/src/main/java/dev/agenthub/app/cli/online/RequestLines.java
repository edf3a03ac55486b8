package dev.agenthub.app.cli.online;

import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestEdit;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.Vote;
import dev.agenthub.app.text.HashPhrase;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.ui.approvals.reading.Warning;
import dev.agenthub.app.ui.approvals.request.CheckedVote;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import dev.agenthub.app.ui.approvals.request.PayloadFile;
import java.util.List;

/** Formats a request as lines of text. Hidden characters in texts of agents and people are marked, since they may control the terminal. */
final class RequestLines {
    private RequestLines() {}

    /** The request in one line that begins with its id. */
    static String line(RequestSummary request) {
        return HiddenCharacters.marked(request.request() + "  " + request.state() + "  " + request.approvals() + " of "
                + request.approvalsNeeded() + "  " + request.risk() + "  " + request.title() + "  ["
                + request.asks() + ", " + request.askedBy() + "]") + "\n";
    }

    /** That line, and all fields except the payload. */
    static String of(OpenRequest request) {
        RequestDetail detail = request.detail();
        StringBuilder text = new StringBuilder(line(detail.summary()));
        add(text, request.payload().target().line());
        if (detail.agentSays() != null) {
            add(text, "the agent says: " + detail.agentSays());
        }
        add(text, "payload hash " + detail.summary().payloadHash());
        add(text, "say it: " + HashPhrase.of(request.payload().hash()));
        add(text, "asked " + detail.summary().createdAt() + ", expires " + detail.summary().expiresAt());
        request.payload().files().forEach(file -> add(text, line(file)));
        detail.required().forEach(one -> add(text, "needs " + one.count() + " of " + one.group()));
        request.votes().forEach(vote -> add(text, line(vote)));
        RequestEdit edit = detail.edit();
        if (edit != null) {
            add(text, "edited by " + edit.editorName() + ", from " + edit.replaces()
                    + (edit.reason() == null ? "" : ": " + edit.reason()));
        }
        if (detail.replacedBy() != null) {
            add(text, "replaced by " + detail.replacedBy());
        }
        if (detail.refusal() != null) {
            add(text, "refused: " + detail.refusal());
        }
        return text.toString();
    }

    static String line(PayloadFile file) {
        return "attachment " + file.position() + "  " + file.name() + "  " + file.mediaType() + "  " + file.size()
                + " bytes  SHA-256 " + file.sha256().hex();
    }

    private static String line(CheckedVote checked) {
        Vote vote = checked.vote();
        return vote.decision() + " by " + vote.name() + " at " + vote.decidedAt()
                + (checked.valid() ? "" : ", whose signature does not hold")
                + (vote.reason().isBlank() ? "" : ": " + vote.reason());
    }

    /** The parts of an exact text that a reader could mistake for something else. */
    static String warnings(List<Warning> warnings) {
        StringBuilder text = new StringBuilder();
        warnings.forEach(warning -> add(text, "careful: " + switch (warning) {
            case Warning.Hidden(var place, var _, var marks) -> "hidden characters in " + place + ": "
                    + String.join(", ", marks);
            case Warning.LookAlike(var place, var _, var word, var characters) -> word + " in " + place
                    + " is not what it looks like: it holds " + String.join(", ", characters);
        }));
        return text.toString();
    }

    static void add(StringBuilder text, String line) {
        text.append("  ").append(HiddenCharacters.marked(line)).append('\n');
    }
}
