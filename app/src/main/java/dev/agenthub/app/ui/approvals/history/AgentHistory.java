package dev.agenthub.app.ui.approvals.history;

import dev.agenthub.api.NumberHistory;
import dev.agenthub.api.RequestDay;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestHistory;
import dev.agenthub.app.ui.approvals.changes.PlacedValue;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request compared with its agent's history from the backend. The request's values are read from the verified payload.
 *
 * @param findings the most severe first, each with the payload's values that it refers to
 * @param amounts the request's numbers that earlier actions had too
 * @param days the number of requests per day (UTC), the earliest day first
 * @param steps the request's events, the earliest first
 */
record AgentHistory(Map<HistoryFinding, List<PlacedValue>> findings, List<Amount> amounts, List<RequestDay> days,
        List<Step> steps) {
    /** The minimum number of earlier actions from which anything is called usual. */
    static final int ENOUGH = 5;

    AgentHistory {
        findings = Collections.unmodifiableMap(new LinkedHashMap<>(findings));
        amounts = List.copyOf(amounts);
        days = List.copyOf(days);
        steps = List.copyOf(steps);
    }

    /**
     * Compares a request with its agent's history.
     *
     * @param payload the payload, parsed from bytes whose hash was verified
     * @param host the host that the payload is sent to
     */
    static AgentHistory of(RequestDetail detail, JsonObject payload, String host, RequestHistory told) {
        List<Amount> amounts = told.numbers().stream().map(number -> amount(payload, number)).filter(Objects::nonNull)
                .toList();
        Map<HistoryFinding, List<PlacedValue>> findings = new LinkedHashMap<>();
        if (detail.summary().change() == null) {
            findings(payload, host, told, amounts).forEach(finding -> findings.put(finding, finding.places().stream()
                    .flatMap(place -> PlacedValue.in(payload, place).stream()).toList()));
        }
        return new AgentHistory(findings,
                amounts.stream().filter(amount -> !amount.before().isEmpty()).toList(), told.days(),
                Step.of(detail, told.fetches()));
    }

    private static List<HistoryFinding> findings(JsonObject payload, String host, RequestHistory told,
            List<Amount> amounts) {
        if (told.runs() == 0) {
            return List.of(new HistoryFinding.FirstRun());
        }
        List<HistoryFinding> findings = new ArrayList<>();
        amounts.stream().filter(Amount::isUnusual)
                .forEach(amount -> findings.add(new HistoryFinding.UnusualAmount(amount)));
        if (told.sameDefinitionRuns() < Math.min(ENOUGH, told.likeRuns())) {
            findings.add(new HistoryFinding.ChangedTool(told.likeRuns(), told.sameDefinitionRuns()));
        }
        if (told.newHost()) {
            findings.add(new HistoryFinding.NewHost(host, told.runs()));
        }
        if (told.likeRuns() == 0) {
            findings.add(new HistoryFinding.NewTool());
        } else if (told.likeRuns() < ENOUGH) {
            findings.add(new HistoryFinding.FewRuns(told.likeRuns()));
        } else {
            told.newArguments().stream().filter(name -> text(payload, name) != null)
                    .forEach(name -> findings.add(new HistoryFinding.NewValue(name, Objects.requireNonNull(text(payload,
                            name)))));
        }
        return findings;
    }

    private static @Nullable Amount amount(JsonObject payload, NumberHistory number) {
        BigDecimal now = PlainNumber.of(text(payload, number.argument()));
        return now == null
                ? null
                : new Amount(number.argument(), now, Objects.requireNonNullElse(text(payload, "currency"), ""),
                        number.values().stream().map(PlainNumber::of).filter(Objects::nonNull).toList());
    }

    private static @Nullable String text(JsonObject payload, String argument) {
        JsonValue value = payload.get("arguments") instanceof JsonObject arguments ? arguments.get(argument) : null;
        return switch (value) {
            case JsonString(String text) -> text;
            case JsonNumber(String literal) -> literal;
            case null, default -> null;
        };
    }
}
