package dev.agenthub.evidence.verify.controls;

import static dev.agenthub.evidence.SampleLog.ADA;
import static dev.agenthub.evidence.SampleLog.data;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.SampleLog.Request;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.policy.ReplayGap;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.PolicyReplaySummary;
import dev.agenthub.evidence.verify.report.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where payloads are in the export, the rules that a request names are those that apply to it, limits included. */
class PayloadReplayTest {

    private static final String ONE = "[{'count':1,'group':'approvers'}]";
    private static final String REQUIRE = "'outcome':'require','required':" + ONE;

    @TempDir
    private Path folder;

    private final SampleLog log = SampleLog.opened();
    private final List<byte[]> payloads = new ArrayList<>();

    private static JsonObject json(String quoted) {
        return (JsonObject) JsonValue.parse(quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    /** Small amounts are allowed; one that is no number cannot be told, and what no rule is about needs one approval. */
    private void publish() {
        log.publish(json("""
                {'rules':[
                  {'match':{'tool':'refund'},'when':[{'at':'/arguments/amount','atMost':'100'}],'outcome':'allow'},
                  {'match':{'tool':'refund'},'when':[{'at':'/arguments/amount','over':'100'}],%s}]}"""
                .formatted(REQUIRE)));
    }

    private Request action(String name, String tool, String amount) {
        return log.action(name, tool, json("{'amount':" + amount + "}"));
    }

    private Request present(Request request, String rules, String unevaluated, String required) {
        payloads.add(request.payload());
        return submit(request, rules, unevaluated, required);
    }

    private Request submit(Request request, String rules, String unevaluated, String required) {
        JsonObject changed = json("{'required':" + required + ",'rules':" + rules + ",'unevaluated':" + unevaluated
                + "}");
        JsonObject.Builder event = data();
        log.asked(request, null).build().members().forEach((name, value) -> {
            JsonValue other = changed.get(name);
            event.put(name, other == null ? value : other);
        });
        log.append(SampleLog.BY_AGENT, EventType.APPROVAL_REQUESTED, event.put("tool", "refund").build());
        return request;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"refund | '100' | [0] | [] | []",
            "refund | 101 | [1] | [] | " + ONE, "refund | 'a lot' | [0,1] | [0,1] | " + ONE,
            "ticket | 5 | [] | [] | " + ONE})
    void acceptsTheRulesThatApply(String tool, String amount, String rules, String unevaluated, String required)
            throws IOException {
        publish();
        present(action("it", tool, amount), rules, unevaluated, required);
        assertThat(report().findings()).isEmpty();
        assertThat(report().controls().policies()).isEqualTo(new PolicyReplaySummary(1, 0, 0, Map.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"refund | '100.01' | [0] | [] | []",
            "refund | 101 | [] | [] | " + ONE, "refund | 101 | [1] | [1] | " + ONE,
            "refund | 'a lot' | [0,1] | [1] | " + ONE, "refund | 'a lot' | [0] | [0] | " + ONE,
            "ticket | 5 | [1] | [] | " + ONE, "ticket | 5 | [0] | [] | []"})
    void findsOtherRules(String tool, String amount, String rules, String unevaluated, String required)
            throws IOException {
        publish();
        present(action("it", tool, amount), rules, unevaluated, required);
        assertThat(codes()).containsExactly(Codes.RUN_POLICY_MISMATCH);
        payloads.clear();
        assertThat(codes()).isEmpty();
        assertThat(report().controls().policies())
                .isEqualTo(new PolicyReplaySummary(0, 1, 0, Map.of(ReplayGap.PAYLOAD, 1L)));
    }

    /** The agent's one tool has that risk; null is none. */
    private void install(@Nullable String risk) {
        JsonObject.Builder tool = data().put("digest", SampleLog.digest(JsonValue.parse("\"refund\""
                .getBytes(StandardCharsets.UTF_8))).hex()).put("name", "refund");
        JsonObject installed = (risk == null ? tool : tool.put("risk", risk)).build();
        log.append(EventType.AGENT_UPDATED, data().put("agent", SampleLog.AGENT.toString())
                .put("owner", SampleLog.OWNER.toString()).put("manifestDigest", SampleLog.POLICY.hex())
                .put("tools", JsonArray.of(installed)).build());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"low | [0] | [] | 1", "high | [1] | " + ONE + " | 1",
            "low | [1] | " + ONE + " | -1", "high | [0] | [] | -1", " | [0] | [] | 0", " | [1] | " + ONE + " | 0",
            "low or so | [0] | [] | -1"})
    void asksWhatIsKnownOfTheToolsRisk(String risk, String rules, String required, int whole) throws IOException {
        install(risk);
        log.publish(json("{'rules':[{'match':{'risk':'low'},'outcome':'allow'},{'match':{'risk':['medium','high']},"
                + REQUIRE + "}]}"));
        present(action("it", "refund", "1"), rules, "[]", required);
        assertThat(codes()).hasSize(whole < 0 ? 1 : 0).allMatch(Codes.RUN_POLICY_MISMATCH::equals);
        assertThat(report().controls().policies().why()).isEqualTo(whole == 0 ? Map.of(ReplayGap.RISK, 1L) : Map.of());
    }

    /** Together at most 1,000 in an hour without an approval. */
    private void limit(String limit) {
        log.publish(json("{'rules':[{'when':[{%s,'atMost':1000}],'outcome':'allow'},{'when':[{%s,'over':1000}],%s}]}"
                .formatted(limit, limit, REQUIRE)));
    }

    private static final String SUM = "'sum':{'at':'/arguments/amount','per':'agent','within':'PT1H'}";

    private void under(String name, String amount) {
        present(action(name, "refund", amount), "[0]", "[]", "[]");
    }

    private void over(String name, String amount) {
        present(action(name, "refund", amount), "[1]", "[]", ONE);
    }

    private void assertWhole(int requests) throws IOException {
        assertThat(report().findings()).isEmpty();
        assertThat(report().controls().policies()).isEqualTo(new PolicyReplaySummary(requests, 0, 0, Map.of()));
    }

    @Test
    void addsUpLimitsAgain() throws IOException {
        limit(SUM);
        under("a", "'600'");
        under("b", "-400");
        over("c", "'0.01'");
        assertWhole(3);
        under("d", "1");
        assertThat(codes()).containsExactly(Codes.RUN_POLICY_MISMATCH);
    }

    @ParameterizedTest
    @CsvSource({"approval.cancelled, true", "approval.expired, true", "run.refused, true", "denied, true",
            "failed, true", "executed, false", "unknown, false", "withdrawn, false"})
    void countsWhatWasNotReleased(String how, boolean released) throws IOException {
        limit(SUM);
        Request first = present(action("a", "refund", "600"), "[0]", "[]", "[]");
        switch (how) {
            case "denied" -> log.decide(ADA, log.statement(ADA, first, Decision.DENY));
            case "withdrawn" -> log.decide(ADA, log.statement(ADA, first, Decision.WITHDRAW));
            case "failed", "executed", "unknown" -> {
                log.append(EventType.RUN_STARTED, data().put("run", SampleLog.id("r").toString())
                        .put("request", first.id().toString()).put("payloadHash", first.payloadHash().hex()).build());
                log.append(EventType.RUN_FINISHED, data().put("run", SampleLog.id("r").toString()).put("outcome", how)
                        .putNull("responseDigest").build());
            }
            default -> log.close(how, first);
        }
        if (released) {
            under("b", "900");
        } else {
            over("b", "900");
        }
        assertWhole(2);
    }

    @Test
    void forgetsWhatLeftTheWindowAtItsVeryEnd() throws IOException {
        limit(SUM.replace("PT1H", "PT10S"));
        under("a", "1000");
        log.at(SampleLog.START.plusSeconds(30));
        under("b", "1000");
        log.at(SampleLog.START.plusSeconds(40).minusNanos(1000));
        over("c", "1");
        assertWhole(3);
    }

    @Test
    void forgetsWhatWasMadeExactlyAWindowBefore() throws IOException {
        limit(SUM.replace("PT1H", "PT10S"));
        log.at(SampleLog.START.plusSeconds(30));
        under("b", "1000");
        log.at(SampleLog.START.plusSeconds(40));
        under("c", "1000");
        assertWhole(2);
    }

    @Test
    void tellsNoLimitOverWhatIsWithheld() throws IOException {
        limit(SUM);
        submit(action("a", "refund", "600"), "[0]", "[]", "[]");
        over("b", "600");
        under("c", "600");
        assertThat(report().findings()).isEmpty();
        assertThat(report().controls().policies())
                .isEqualTo(
                        new PolicyReplaySummary(0, 3, 0, Map.of(ReplayGap.PAYLOAD, 1L, ReplayGap.LIMIT_PAYLOAD, 2L)));
    }

    @Test
    void takesWhatCouldNotBeAddedUpThenAsNotToldThen() throws IOException {
        limit(SUM);
        present(action("a", "refund", "'a lot'"), "[0,1]", "[0,1]", ONE);
        present(action("b", "refund", "1"), "[0,1]", "[0,1]", ONE);
        assertWhole(2);
    }

    @Test
    void countsPerToolAndWorkspace() throws IOException {
        log.publish(json("{'rules':[{'when':[{'count':{'per':'tool','within':'PT1H'},'atMost':1}],'outcome':'allow'},"
                + "{'when':[{'count':{'per':'workspace','within':'PT1H'},'over':2}]," + REQUIRE + "}]}"));
        present(action("a", "refund", "1"), "[0]", "[]", "[]");
        present(action("b", "ticket", "1"), "[0]", "[]", "[]");
        present(action("c", "ticket", "1"), "[1]", "[]", ONE);
        present(action("d", "letter", "1"), "[0,1]", "[]", ONE);
        assertWhole(4);
    }

    @Test
    void tellsNoSumThatReachesBeforeTheIncrement() throws IOException {
        limit(SUM);
        int from = log.events().size();
        submit(action("hidden", "refund", "600"), "[0]", "[]", "[]");
        log.publish(json("{'rules':[{'outcome':'allow'}]}"));
        limit(SUM.replace("PT1H", "PT10S"));
        int second = log.events().size() - 1;
        under("a", "600");
        log.at(log.now().plusSeconds(20));
        under("b", "600");
        over("c", "600");
        Report report = Verifier.verify(ExportFixtures.write(folder, ExportFixtures.export(log.events(),
                Math.max(from, second), true, payloads)),
                VerifyOptions.of(null, ExportFixtures.pin(log.events(), log.events().size())));
        assertThat(report.findings()).extracting(Finding::code).containsExactly(Codes.CONTROLS_PARTIAL);
        assertThat(report.controls().policies())
                .isEqualTo(new PolicyReplaySummary(2, 1, 0, Map.of(ReplayGap.LIMIT_START, 1L)));
    }

    /** Each takes long to compile; what would take too long is not evaluated, and the report says so. */
    @Test
    void evaluatesNoPatternThatTakesLong() throws IOException {
        String condition = "{'at':'/arguments/amount','matches':'(((a{100}){100}){100})'}";
        String rule = "{'outcome':'allow','when':[" + String.join(",", Collections.nCopies(50, condition)) + "]}";
        log.publish(json("{'rules':[" + String.join(",", Collections.nCopies(200, rule)) + "]}"));
        present(action("a", "refund", "'a'"), "[0]", "[]", "[]");
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThat(report().findings()).isEmpty());
        assertThat(report().controls().policies())
                .isEqualTo(new PolicyReplaySummary(0, 1, 0, Map.of(ReplayGap.EFFORT, 1L)));
    }

    @Test
    void evaluatesPatterns() throws IOException {
        String when = "'when':[{'at':'/arguments/amount','matches':'[A-Z]{2}[0-9]{4,8}'}]";
        log.publish(json("{'rules':[{" + when + ",'outcome':'allow'},{" + when.replace("}]", ",'not':true}]") + ","
                + REQUIRE + "},{'when':[{'at':'/arguments/amount','matches':'('}],'outcome':'deny'}]}"));
        present(action("a", "refund", "'AB1234'"), "[0]", "[]", "[]");
        present(action("b", "refund", "'AB123'"), "[1]", "[]", ONE);
        assertThat(report().findings()).isEmpty();
        assertThat(report().controls().policies())
                .isEqualTo(new PolicyReplaySummary(0, 2, 0, Map.of(ReplayGap.PATTERN, 2L)));
        present(action("c", "refund", "'AB123'"), "[0]", "[]", "[]");
        assertThat(codes()).containsExactly(Codes.RUN_POLICY_MISMATCH);
    }

    @Test
    void needsNoPatternWhereAnotherConditionFails() throws IOException {
        log.publish(json("{'rules':[{'when':[{'at':'/arguments/amount','matches':'('},{'at':'/arguments/amount',"
                + "'over':100}],'outcome':'deny'}]}"));
        present(action("a", "refund", "'1'"), "[]", "[]", ONE);
        assertWhole(1);
        present(action("b", "refund", "'101'"), "[]", "[]", ONE);
        assertThat(codes()).isEmpty();
        assertThat(report().controls().policies())
                .isEqualTo(new PolicyReplaySummary(1, 1, 0, Map.of(ReplayGap.PATTERN, 1L)));
    }

    @Test
    void countsARequestUnderEachReason() throws IOException {
        log.publish(json(
                "{'rules':[{'match':{'risk':'low'},'outcome':'allow'},{'when':[{%s,'atMost':1}],'outcome':'allow'},"
                        .formatted(SUM) + "{'when':[{'at':'/arguments/amount','matches':'('}],'outcome':'deny'}]}"));
        submit(action("hidden", "refund", "'1'"), "[1]", "[]", "[]");
        Request shown = present(action("a", "refund", "'1'"), "[1]", "[]", "[]");
        submit(shown, "[1]", "[]", "[]");
        assertThat(report().findings()).isEmpty();
        assertThat(report().controls().policies()).isEqualTo(new PolicyReplaySummary(0, 3, 0,
                Map.of(ReplayGap.PAYLOAD, 1L, ReplayGap.REPEATED, 1L, ReplayGap.RISK, 1L, ReplayGap.PATTERN, 1L,
                        ReplayGap.LIMIT_PAYLOAD, 1L)));
    }

    @Test
    void saysWhatALimitMissedOfEarlierRequests() throws IOException {
        log.publish(json("{'rules':[{'outcome':'allow'}]}"));
        present(action("before", "refund", "1"), "[0]", "[]", "[]");
        log.publish(json("{'rules':[{'when':[{%s,'atMost':1}],'outcome':'allow'}]}".formatted(SUM)));
        present(action("sum", "refund", "1"), "[0]", "[]", "[]");
        log.publish(
                json("{'rules':[{'match':{'risk':'low'},'when':[{'count':{'per':'agent','within':'PT1H'},'over':0}],"
                        + "'outcome':'allow'}]}"));
        install("low");
        present(action("count", "refund", "1"), "[0]", "[]", "[]");
        assertThat(report().findings()).isEmpty();
        assertThat(report().controls().policies().why())
                .isEqualTo(Map.of(ReplayGap.LIMIT_AMOUNT, 1L, ReplayGap.LIMIT_RISK, 1L));
    }

    private Report report() throws IOException {
        return ExportFixtures.verify(folder, ExportFixtures.export(log.events(), 0, true, payloads));
    }

    private List<String> codes() throws IOException {
        return report().findings().stream().map(Finding::code).toList();
    }
}
