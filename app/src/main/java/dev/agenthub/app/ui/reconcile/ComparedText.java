package dev.agenthub.app.ui.reconcile;

import dev.agenthub.app.reconciliation.Effect;
import dev.agenthub.app.reconciliation.ExportedRun;
import dev.agenthub.app.reconciliation.Reconciliation;
import dev.agenthub.app.reconciliation.Reconciliation.Match;
import dev.agenthub.app.reconciliation.Reconciliation.Settled;
import dev.agenthub.app.reconciliation.ReconciliationText;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.reconcile.ReconciliationResult.Found;
import dev.agenthub.app.ui.reconcile.ReconciliationResult.Row;
import java.util.ArrayList;
import java.util.List;

/** Formats the result of a reconciliation. */
final class ComparedText {
    private static final Messages MESSAGES = Messages.of(ComparedText.class);

    private final Moments moments;

    ComparedText(Moments moments) {
        this.moments = moments;
    }

    ReconciliationResult of(Reconciliation joined, List<String> remarks) {
        long unsettled = joined.settled().stream().filter(settled -> settled.effect() == null).count();
        int without = joined.absent().size() + (int) unsettled;
        int outside = joined.outside().size() + joined.ambiguous().size();
        List<String> totals = List.of(MESSAGES.text("total.outside", joined.outside().size()),
                MESSAGES.text("total.ambiguous", joined.ambiguous().size()),
                MESSAGES.text("total.absent", joined.absent().size(), unsettled),
                MESSAGES.text("total.matched", joined.matched().size(), joined.contradicted().size()),
                MESSAGES.text("total.beside", joined.own(), joined.beyond()));
        String verdict = joined.agrees()
                ? joined.isByTime() ? "verdict.time" : "verdict.agrees"
                : "verdict.disagrees";
        return new ReconciliationResult(joined.agrees(), MESSAGES.text(verdict), totals, remarks,
                List.of(new Found("outside", MESSAGES.text("list.outside", outside), outside > 0,
                        MESSAGES.text("list.outside.none"), outside(joined)),
                        new Found("absent", MESSAGES.text("list.absent", without), !joined.absent().isEmpty(),
                                MESSAGES.text("list.absent.none"), absent(joined)),
                        new Found("matched", MESSAGES.text("list.matched", joined.matched().size()),
                                !joined.contradicted().isEmpty(), MESSAGES.text("list.matched.none"),
                                joined.matched().stream().map(this::matched).toList())),
                ReconciliationText.json(joined) + "\n");
    }

    private List<Row> outside(Reconciliation joined) {
        List<Row> rows = new ArrayList<>();
        joined.outside().forEach(effect -> rows.add(new Row(true, MESSAGES.text("row.outside", what(effect)),
                details(effect))));
        joined.ambiguous().forEach(effect -> rows.add(new Row(true, MESSAGES.text("row.ambiguous", what(effect)),
                details(effect))));
        return rows;
    }

    private List<Row> absent(Reconciliation joined) {
        List<Row> rows = new ArrayList<>();
        joined.absent().forEach(run -> rows.add(new Row(true, MESSAGES.text("row.absent", tool(run)), details(run))));
        for (Settled settled : joined.settled()) {
            if (settled.effect() == null) {
                rows.add(new Row(false, MESSAGES.text("row.unsettled", tool(settled.run())), details(settled.run())));
            }
        }
        return rows;
    }

    private Row matched(Match match) {
        boolean failed = "failed".equals(match.run().outcome());
        List<String> details = new ArrayList<>(details(match.effect()));
        details.addAll(details(match.run()));
        details.add(MESSAGES.text(match.byKey() ? "detail.key" : "detail.time"));
        return new Row(failed, MESSAGES.text(failed ? "row.contradicted" : "row.matched", what(match.effect()),
                tool(match.run())), details);
    }

    private static String what(Effect effect) {
        return HiddenCharacters.marked(effect.what());
    }

    private static String tool(ExportedRun run) {
        String tool = run.tool();
        return tool == null ? MESSAGES.text("tool.before") : HiddenCharacters.marked(tool);
    }

    private List<String> details(Effect effect) {
        return List.of(MESSAGES.text("detail.effect", HiddenCharacters.marked(effect.id())),
                MESSAGES.text("detail.at", moments.exact(effect.at())));
    }

    private List<String> details(ExportedRun run) {
        List<String> details = new ArrayList<>(List.of(MESSAGES.text("detail.request", run.request()),
                MESSAGES.text("detail.run", run.run()), MESSAGES.text("detail.entry", run.seq()),
                MESSAGES.text("detail.started", moments.exact(run.startedAt()))));
        String outcome = run.outcome();
        details.add(outcome == null ? MESSAGES.text("detail.unfinished") : MESSAGES.text("detail.outcome", outcome));
        return details;
    }
}
