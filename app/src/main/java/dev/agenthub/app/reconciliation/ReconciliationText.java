package dev.agenthub.app.reconciliation;

import dev.agenthub.app.reconciliation.Reconciliation.Match;
import dev.agenthub.app.reconciliation.Reconciliation.Settled;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Formats a reconciliation as text and as JSON. */
public final class ReconciliationText {
    private ReconciliationText() {}

    /** The text for people: discrepancies first, then the counts. */
    public static String text(Reconciliation joined) {
        StringBuilder text = new StringBuilder(verdict(joined) + "\n");
        long byKey = joined.matched().stream().filter(Match::byKey).count();
        line(text, "Effects", joined.matched().size() + " belong to a run: " + byKey + " by the request’s id, "
                + (joined.matched().size() - byKey) + " by the time alone");
        line(text, "", joined.own() + " the provider made by itself, " + joined.beyond()
                + " outside the time of the export");
        list(text, "Outside", joined.outside(), ReconciliationText::effect, "no run made it");
        list(text, "Ambiguous", joined.ambiguous(), ReconciliationText::effect,
                "it cannot be told which run made which");
        list(text, "Absent", joined.absent(), ReconciliationText::run,
                "executed, and the provider knows nothing of it");
        list(text, "Contradicted", joined.contradicted(), match -> run(match.run()) + ": " + effect(match.effect()),
                "failed, and the provider has an effect");
        list(text, "Unknown", joined.settled(), ReconciliationText::settled, "");
        return text.toString();
    }

    private static String verdict(Reconciliation joined) {
        if (!joined.agrees()) {
            return "NOT RECONCILED";
        }
        return joined.isByTime() ? "RECONCILED (BY TIME)" : "RECONCILED";
    }

    private static <T> void list(StringBuilder text, String title, List<T> items, Function<T, String> sentence,
            String meaning) {
        if (items.isEmpty()) {
            return;
        }
        line(text, title, items.size() + (meaning.isEmpty() ? "" : ": " + meaning));
        items.forEach(item -> line(text, "", sentence.apply(item)));
    }

    private static void line(StringBuilder text, String title, String rest) {
        text.append(title).repeat(' ', Math.max(1, 16 - title.length())).append(rest).append('\n');
    }

    private static String effect(Effect effect) {
        return Timestamps.format(effect.at()) + " " + effect.what() + " " + effect.id();
    }

    private static String run(ExportedRun run) {
        return "entry " + run.seq() + " " + Timestamps.format(run.startedAt()) + " "
                + Objects.requireNonNullElse(run.tool(), "a tool that was named before the export") + " request "
                + run.request();
    }

    private static String settled(Settled settled) {
        Effect effect = settled.effect();
        return run(settled.run()) + ": "
                + (effect == null ? "the provider knows of no effect" : "it had its effect, " + effect(effect));
    }

    /** The JSON for programs. */
    public static String json(Reconciliation joined) {
        JsonObject.Builder json = JsonObject.builder().put("reconciled", joined.agrees())
                .put("matched", array(joined.matched(), ReconciliationText::matchJson))
                .put("outside", array(joined.outside(), ReconciliationText::effectJson))
                .put("ambiguous", array(joined.ambiguous(), ReconciliationText::effectJson))
                .put("absent", array(joined.absent(), ReconciliationText::runJson))
                .put("contradicted", array(joined.contradicted(), ReconciliationText::matchJson))
                .put("unknown", array(joined.settled(), ReconciliationText::settledJson))
                .put("byProvider", joined.own()).put("beyond", joined.beyond());
        return new String(json.build().canonicalBytes(), StandardCharsets.UTF_8);
    }

    private static <T> JsonArray array(List<T> items, Function<T, JsonValue> json) {
        return new JsonArray(items.stream().map(json).toList());
    }

    private static JsonObject matchJson(Match match) {
        return JsonObject.builder().put("effect", effectJson(match.effect())).put("run", runJson(match.run()))
                .put("by", match.byKey() ? "key" : "time").build();
    }

    private static JsonObject settledJson(Settled settled) {
        JsonObject.Builder json = JsonObject.builder().put("run", runJson(settled.run()));
        Effect effect = settled.effect();
        return (effect == null ? json.putNull("effect") : json.put("effect", effectJson(effect))).build();
    }

    private static JsonObject effectJson(Effect effect) {
        return JsonObject.builder().put("id", effect.id()).put("at", Timestamps.format(effect.at()))
                .put("what", effect.what()).build();
    }

    private static JsonObject runJson(ExportedRun run) {
        JsonObject.Builder json = JsonObject.builder().put("request", run.request().toString())
                .put("run", run.run().toString()).put("seq", run.seq())
                .put("startedAt", Timestamps.format(run.startedAt()));
        if (run.tool() != null) {
            json.put("tool", run.tool());
        }
        return (run.outcome() == null ? json.putNull("outcome") : json.put("outcome", run.outcome())).build();
    }
}
