package dev.agenthub.app.ui.approvals.request;

import dev.agenthub.api.ApprovalTerms;
import dev.agenthub.api.LatestDecision;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestEscalation;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.Requirement;
import dev.agenthub.api.Risk;
import dev.agenthub.api.RunOutcome;
import dev.agenthub.api.RunResult;
import dev.agenthub.api.Vote;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.text.Shortened;
import dev.agenthub.app.text.Sizes;
import dev.agenthub.app.text.WordOrder;
import dev.agenthub.app.ui.approvals.decide.ApproveGate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sentences about a request. Hidden characters in names and texts that others wrote are replaced by marks. */
public final class RequestText {
    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_TITLE = 120;

    private static final Messages MESSAGES = Messages.of(RequestText.class);
    private final Moments moments;

    public RequestText(Moments moments) {
        this.moments = moments;
    }

    public String title(RequestSummary summary) {
        return WordOrder.kept(HiddenCharacters.marked(summary.title()));
    }

    public String risk(RequestSummary summary) {
        return risk(summary.risk());
    }

    /** Such as {@code high risk}. */
    public static String risk(Risk risk) {
        return MESSAGES.text("request.risk." + risk.name());
    }

    public String who(RequestSummary summary) {
        String place = summary.workspaceName() == null
                ? MESSAGES.text("request.organization")
                : HiddenCharacters.marked(summary.workspaceName());
        return MESSAGES.text(summary.change() == null ? "request.who" : "request.proposer",
                WordOrder.kept(HiddenCharacters.marked(summary.askedBy())), WordOrder.kept(place));
    }

    /** The earlier request it is compared with: its title, when it ran, and who approved it. */
    public String against(OpenRequest earlier) {
        RequestSummary summary = earlier.detail().summary();
        List<String> names = earlier.votes().stream()
                .filter(vote -> vote.valid() && List.of("approve", "override").contains(vote.vote().decision()))
                .map(vote -> WordOrder.kept(Shortened.to(LONGEST_NAME, HiddenCharacters.marked(vote.vote().name()))))
                .distinct().toList();
        String approved = !names.isEmpty()
                ? MESSAGES.text("changes.approved", String.join(", ", names))
                : MESSAGES.text(earlier.detail().required().isEmpty() ? "changes.allowed" : "changes.unsigned");
        return MESSAGES.text("changes.against",
                WordOrder.kept(HiddenCharacters.marked(Shortened.to(LONGEST_TITLE, summary.title()))),
                moments.relative(ran(earlier)), approved);
    }

    /** When the earlier request ran, to the millisecond. */
    public String ranExactly(OpenRequest earlier) {
        return moments.exact(ran(earlier));
    }

    private static Instant ran(OpenRequest earlier) {
        RunResult run = earlier.detail().run();
        return run == null ? earlier.detail().summary().createdAt() : run.startedAt();
    }

    /** How many more requests of its agent with the same state and risk are not listed. */
    public String more(RequestSummary summary, long requests) {
        return MESSAGES.text("inbox.more." + summary.risk().name(), requests);
    }

    public String tool(RequestSummary summary) {
        return HiddenCharacters.marked(summary.asks());
    }

    public String asked(RequestSummary summary) {
        return MESSAGES.text("request.asked", moments.relative(summary.createdAt()));
    }

    public String expires(RequestSummary summary, Instant now) {
        return MESSAGES.text(summary.expiresAt().isAfter(now) ? "request.expires" : "request.expired",
                moments.relative(summary.expiresAt()));
    }

    /** Who decided last, and when, for a request that no longer waits; empty if nobody did. */
    public String decided(RequestSummary summary) {
        LatestDecision latest = summary.latestDecision();
        if (latest == null || summary.state() == RequestState.PENDING) {
            return "";
        }
        String name = Shortened.to(LONGEST_NAME, HiddenCharacters.marked(latest.memberName()));
        return MESSAGES.text("inbox.decided." + latest.decision(), WordOrder.kept(name),
                moments.relative(latest.decidedAt()));
    }

    /** When it expires, while it waits; otherwise when it was asked for. */
    public String moment(RequestSummary summary) {
        return summary.state() == RequestState.PENDING
                ? MESSAGES.text("request.expires", moments.relative(summary.expiresAt()))
                : moments.relative(summary.createdAt());
    }

    /** The heading above the payload, which depends on the state of the request. */
    public String caption(RequestSummary summary) {
        boolean change = summary.change() != null;
        if (summary.state().open()) {
            return MESSAGES.text(change ? "request.exact.change" : "request.exact");
        }
        return MESSAGES.text(summary.state() == RequestState.EXECUTED
                ? change ? "request.exact.changed" : "request.exact.ran"
                : "request.exact.ended");
    }

    public String progress(int approvals, RequestSummary summary) {
        int needed = summary.approvalsNeeded();
        return needed == 0
                ? MESSAGES.text(isDenied(summary) ? "request.progress.denied" : "request.progress.none")
                : Dots.of(approvals, needed) + "  " + MESSAGES.text("request.progress", approvals, needed);
    }

    public String requirement(RequestDetail detail) {
        List<Requirement> required = detail.required();
        if (required.isEmpty()) {
            return MESSAGES
                    .text(isDenied(detail.summary()) ? "request.requirement.denied" : "request.requirement.none");
        }
        return MESSAGES.text("request.requirement", required.stream()
                .map(one -> MESSAGES.text("request.requirement.one", one.count(), HiddenCharacters.marked(one.group())))
                .collect(Collectors.joining(MESSAGES.text("request.requirement.and"))));
    }

    /** What the policy requires beside approvals, and its notes, one in a line; empty if there is nothing. */
    public String terms(@Nullable ApprovalTerms terms) {
        if (terms == null) {
            return "";
        }
        List<String> lines = new ArrayList<>();
        if (!terms.rules().isEmpty()) {
            lines.add(MESSAGES.text("request.terms.rules",
                    HiddenCharacters.marked(String.join(", ", terms.rules()))));
        }
        terms.notes().forEach(note -> lines.add(HiddenCharacters.marked(note)));
        if (terms.reasonRequired()) {
            lines.add(MESSAGES.text("request.terms.reason"));
        }
        if (terms.stepUp()) {
            lines.add(MESSAGES.text("request.terms.stepup"));
        }
        RequestEscalation escalation = terms.escalation();
        if (escalation != null) {
            lines.add(MESSAGES.text(escalation.done() ? "request.terms.escalated" : "request.terms.escalates",
                    HiddenCharacters.marked(escalation.group()), moments.exact(escalation.at())));
        }
        Instant runsAfter = terms.runsAfter();
        if (runsAfter != null) {
            lines.add(MESSAGES.text("request.terms.held", moments.exact(runsAfter)));
        } else if (terms.holdSeconds() > 0) {
            lines.add(MESSAGES.text("request.terms.hold", Math.ceilDiv(terms.holdSeconds(), 60)));
        }
        return String.join("\n", lines);
    }

    private static boolean isDenied(RequestSummary summary) {
        return summary.state() == RequestState.DENIED;
    }

    /** The state of a request that this member decided. */
    public String decided(OpenRequest request) {
        RequestSummary summary = request.detail().summary();
        ApprovalTerms terms = request.detail().terms();
        if (summary.state() == RequestState.PENDING) {
            int missing = Math.max(0, summary.approvalsNeeded() - summary.approvals());
            return MESSAGES.text("decided.waiting", missing);
        }
        return request.held() && terms != null && terms.runsAfter() != null
                ? MESSAGES.text("decided.held", moments.exact(terms.runsAfter()))
                : outcomeTitle(request);
    }

    public String vote(Vote vote) {
        String key = "request.vote." + vote.decision();
        String decision = MESSAGES.has(key) ? MESSAGES.text(key) : HiddenCharacters.marked(vote.decision());
        return MESSAGES.text("request.vote.line", WordOrder.kept(HiddenCharacters.marked(vote.name())), decision,
                moments.relative(vote.decidedAt()));
    }

    public String check(CheckedVote vote) {
        return MESSAGES.text(vote.valid() ? "request.vote.checked" : "request.vote.invalid");
    }

    public String reason(Vote vote) {
        return vote.reason().isEmpty()
                ? ""
                : MESSAGES.text("request.vote.reason", HiddenCharacters.marked(vote.reason()));
    }

    public String says(@Nullable String agentSays) {
        return agentSays == null || agentSays.isBlank()
                ? MESSAGES.text("request.says.nothing")
                : HiddenCharacters.markedLines(agentSays);
    }

    public String approve(RequestSummary summary) {
        String action = ActionName.of(summary.title());
        return MESSAGES.text("request.approve", action.isEmpty() ? MESSAGES.text("request.approve.action") : action);
    }

    /** Why this member can't decide, or that they have; empty if they can. */
    public String ineligible(OpenRequest request) {
        String code = request.detail().eligibility().whyNot();
        if (code == null) {
            return "";
        }
        if (code.equals("ALREADY_DECIDED")) {
            int missing = Math.max(1, request.detail().summary().approvalsNeeded() - request.approvals());
            return MESSAGES.text("request.voted", missing);
        }
        String key = "why." + code;
        return MESSAGES.text("request.ineligible", MESSAGES.has(key)
                ? MESSAGES.text(key)
                : MESSAGES.text("why.other", HiddenCharacters.marked(code)));
    }

    /** The outcome of the request; the reason of a refusal if its code is known here. */
    public String outcomeTitle(OpenRequest request) {
        String known = "request.refusal." + request.detail().refusal();
        if (MESSAGES.has(known)) {
            return MESSAGES.text(known);
        }
        RunResult run = request.detail().run();
        String when = run == null || run.finishedAt() == null ? "" : moments.relative(run.finishedAt());
        RequestSummary summary = request.detail().summary();
        String state = "request.state." + summary.state().name();
        String ofChange = state + ".change";
        return MESSAGES.text(summary.change() != null && MESSAGES.has(ofChange) ? ofChange : state, when).strip();
    }

    /** The code of the refusal; empty if it was not refused. */
    public String refusal(OpenRequest request) {
        String code = request.detail().refusal();
        return code == null ? "" : HiddenCharacters.marked(code);
    }

    public String outcomeDetail(OpenRequest request) {
        RunResult run = request.detail().run();
        if (run == null) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        if (run.responseStatus() != null) {
            parts.add(MESSAGES.text("request.response", run.responseStatus().toString()));
        } else if (run.finishedAt() != null) {
            parts.add(MESSAGES.text("request.response.none"));
        }
        if (run.detail() != null && run.outcome() != RunOutcome.EXECUTED) {
            parts.add(HiddenCharacters.marked(run.detail()));
        }
        return String.join("  ·  ", parts);
    }

    public String response(OpenRequest request) {
        RunResult run = request.detail().run();
        return run == null || run.response() == null ? "" : HiddenCharacters.markedLines(run.response());
    }

    /**
     * What Approve waits for.
     *
     * @param low whether there is room for one line only
     * @param hidden the parts of the pane that are not wholly visible
     */
    public String gate(ApproveGate.State state, boolean low, Set<ApproveGate.Part> hidden) {
        String key = "request.gate." + state.name();
        return MESSAGES.text(low && MESSAGES.has(key + ".low") ? key + ".low" : key, parts(hidden));
    }

    /** Such as {@code the title and the hash}. */
    public static String parts(Set<ApproveGate.Part> hidden) {
        return hidden.isEmpty()
                ? ""
                : MESSAGES.inARow(hidden.stream().sorted()
                        .map(part -> MESSAGES.text("gate.part." + part.name())).toList());
    }

    /** How many characters of the payload, and how many files, have not been on screen. */
    public String rest(int unread, int files) {
        return MESSAGES.text("request.rest" + of(unread, files), unread, files);
    }

    public String confirmRest(int unread, int files) {
        return MESSAGES.text("request.rest.confirm" + of(unread, files), unread, files);
    }

    private static String of(int unread, int files) {
        return files == 0 ? "" : unread == 0 ? ".files" : ".both";
    }

    public String describePayload(ExactPayload payload) {
        return MESSAGES.text("request.payload.describe", Sizes.of(payload.size()));
    }

    /** The digits of the hash in groups of eight. */
    public static String chunks(String hex) {
        return hex.replaceAll("(.{8})(?=.)", "$1 ").toLowerCase(Locale.ROOT);
    }
}
