package dev.agenthub.app.ui.approvals.batch;

import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.Risk;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.approvals.decide.ApproveGate;
import dev.agenthub.app.ui.approvals.request.RequestText;
import dev.agenthub.evidence.statement.Decision;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The sentences of the batch: what will be signed, the progress, and the result of each request. */
public final class BatchText {
    /** Names beside each other that a person still reads. */
    private static final int MOST_NAMED = 5;

    private final BatchAmounts amounts = new BatchAmounts();
    private static final Messages MESSAGES = Messages.of(BatchText.class);

    String title(BatchViewModel model) {
        int requests = model.rows().size();
        return switch (model.stage().get()) {
            case CLOSED, CHOOSE, READING -> MESSAGES.text("batch.title", requests);
            case CONFIRM, SENDING -> MESSAGES.text("batch.title." + model.decision().word(), requests);
            case RESULT -> MESSAGES.text("batch.title.result");
        };
    }

    /** What the current stage is for. */
    String lead(BatchViewModel model) {
        return switch (model.stage().get()) {
            case CLOSED, READING, CHOOSE -> MESSAGES.text("batch.lead");
            case CONFIRM -> model.given().isEmpty()
                    ? MESSAGES.text("batch.lead.confirm", model.rows().size())
                    : MESSAGES.text("batch.lead.confirm.reason", model.rows().size(),
                            HiddenCharacters.marked(model.given()));
            case SENDING -> progress(model);
            case RESULT -> result(model);
        };
    }

    private String progress(BatchViewModel model) {
        int at = (int) model.rows().stream().filter(row -> row.state() != BatchRow.State.WAITING).count();
        String key = model.steppingUp().asked().get()
                ? "batch.progress.waiting"
                : model.stopping().get() ? "batch.progress.stopping" : "batch.progress";
        return MESSAGES.text(key, at, model.rows().size());
    }

    private String result(BatchViewModel model) {
        String sent = MESSAGES.text("batch.result." + model.decision().word(), count(model, BatchRow.State.SENT),
                model.rows().size());
        return Stream
                .of(sent, left(model, "refused", BatchRow.State.REFUSED),
                        left(model, "unconfirmed", BatchRow.State.UNCONFIRMED),
                        left(model, "unsent", BatchRow.State.UNSENT))
                .filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
    }

    private String left(BatchViewModel model, String word, BatchRow.State state) {
        int left = count(model, state);
        return left == 0 ? "" : MESSAGES.text("batch.result." + word, left);
    }

    private static int count(BatchViewModel model, BatchRow.State state) {
        return (int) model.rows().stream().filter(row -> row.state() == state).count();
    }

    /** Why the batch ended early; empty if it did not. */
    String end(@Nullable Failure failure) {
        return failure == null ? "" : MESSAGES.text("batch.end", failure.line());
    }

    /** How many requests were not shown whole and so can't be approved; empty if all were. */
    String unshown(int requests) {
        return requests == 0 ? "" : MESSAGES.text("batch.unshown", requests);
    }

    /** The number of requests of each risk, tool and agent, most frequent first, and the sums of their amounts; empty without requests. */
    String totals(List<BatchRow> rows) {
        if (rows.isEmpty()) {
            return "";
        }
        Stream<String> counts = Stream.of(counted(rows, row -> RequestText.risk(row.risk())),
                counted(rows, row -> HiddenCharacters.marked(row.asks())),
                counted(rows, row -> HiddenCharacters.marked(row.askedBy())));
        return Stream.concat(counts, amounts.lines(rows).stream()).collect(Collectors.joining("\n"));
    }

    private String counted(List<BatchRow> rows, Function<RequestSummary, String> by) {
        Map<String, Long> counts = rows.stream()
                .collect(Collectors.groupingBy(row -> by.apply(row.request()), TreeMap::new, Collectors.counting()));
        List<String> parts = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(one -> MESSAGES.text("batch.totals.one", one.getValue(), one.getKey())).toList();
        String named = String.join(", ", parts.subList(0, Math.min(MOST_NAMED, parts.size())));
        return parts.size() > MOST_NAMED
                ? MESSAGES.text("word.more", named, parts.size() - MOST_NAMED)
                : named;
    }

    /** How many requests have a high risk; empty if none has. */
    String high(List<BatchRow> rows) {
        int high = (int) rows.stream().filter(row -> row.request().risk() == Risk.HIGH).count();
        return high == 0 ? "" : MESSAGES.text("batch.high", high, rows.size());
    }

    /** The line above a request that is read before it is decided in the batch. */
    public String reading(BatchViewModel model) {
        return MESSAGES.text("batch.reading", model.rows().size(), model.unshown());
    }

    public String showNext() {
        return MESSAGES.text("batch.shownext");
    }

    public String backToAll(int requests) {
        return MESSAGES.text("batch.reading.back", requests);
    }

    String choose(Decision decision, int requests) {
        return MESSAGES.text("batch.choose." + decision.word(), requests);
    }

    /** The text of the button that signs. */
    String confirm(Decision decision, int requests) {
        return MESSAGES.text("batch.confirm." + decision.word(), requests);
    }

    String gate(ApproveGate.State state, Set<ApproveGate.Part> hidden) {
        return MESSAGES.text("batch.gate." + state.name(), RequestText.parts(hidden));
    }

    String shown(BatchRow row) {
        return MESSAGES.text(row.shownWhole() ? "batch.row.shown" : "batch.row.unshown");
    }

    /** The state of the decision on this request; empty before the member confirms. */
    String outcome(BatchRow row, Decision decision) {
        if (row.state() == BatchRow.State.OPEN) {
            return "";
        }
        String state = "batch.state." + row.state().name();
        Failure failure = row.failure();
        if (failure != null) {
            return MESSAGES.text(state + ".why", failure.line());
        }
        String ofDecision = state + "." + decision.word();
        return MESSAGES.text(MESSAGES.has(ofDecision) ? ofDecision : state);
    }
}
