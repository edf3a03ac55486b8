package dev.agenthub.evidence.verify.controls.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.SpecExamples;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.ExcludedVoters;
import dev.agenthub.evidence.policy.Limit;
import dev.agenthub.evidence.policy.Match;
import dev.agenthub.evidence.policy.PartialUsage;
import dev.agenthub.evidence.policy.PolicyInput;
import dev.agenthub.evidence.policy.ReplayGap;
import dev.agenthub.evidence.verify.controls.events.ControlEvent;
import dev.agenthub.evidence.verify.controls.saved.SavedState;
import dev.agenthub.evidence.verify.controls.saved.StateReader;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What requests used up is kept as long as a limit may ask for it, and read back only as it can have been. */
class UsageHistoryTest {

    private static final Match ALL = new Match(List.of(), List.of(), List.of(), List.of(), List.of());

    private final UsageHistory usage = new UsageHistory();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "a place twice | \"amounts\":[\"/arguments/amount\"] | \"amounts\":[\"/arguments/amount\",\"/arguments/amount\"]",
            "no place | \"amounts\":[\"/arguments/amount\"] | \"amounts\":[\"amount\"]",
            "fewer places than amounts | \"amounts\":[\"/arguments/amount\"] | \"amounts\":[]",
            "no text | \"amounts\":[\"12.50\"] | \"amounts\":[12.5]",
            "no amount | \"amounts\":[\"12.50\"] | \"amounts\":[\"a lot\"]",
            "less than nothing | \"amounts\":[\"12.50\"] | \"amounts\":[\"-12.50\"]",
            "another spelling | \"amounts\":[\"12.50\"] | \"amounts\":[\"012.50\"]",
            "more than fits | \"amounts\":[\"12.50\"] | \"amounts\":[\"1E+999999999\"]",
            "a run that is open | \"counts\":\"run\" | \"counts\":\"open\"",
            "a run that is released | \"counts\":\"run\" | \"counts\":\"released\"",
            "another word | \"counts\":\"run\" | \"counts\":\"ran\"",
            "a tool without its risk | \"risk\":\"low\",\"run\" | \"risk\":null,\"run\"",
            "a risk that is a number | message\":\"low\" | message\":1"})
    void refusesWhatCannotBe(String name, String was, String wrong) {
        String example = new String(SpecExamples.lines("state"), StandardCharsets.UTF_8);
        assertThat(example).as(name).contains(was);
        assertMalformed(example.replaceFirst(Pattern.quote(was), Matcher.quoteReplacement(wrong)));
    }

    @Test
    void refusesARequestThatCountsTwice() {
        String example = new String(SpecExamples.lines("state"), StandardCharsets.UTF_8);
        String line = example.lines().filter(one -> one.contains("\"counts\"")).findFirst().orElseThrow() + "\n";
        assertMalformed(example.replace(line, line + line));
    }

    /** With a hash of its own, so that nothing else is wrong with it. */
    private static void assertMalformed(String state) {
        String lines = state.substring(0, state.indexOf("{\"sha256\""));
        byte[] file = (lines + "{\"sha256\":\"" + Hash.sha256(lines.getBytes(StandardCharsets.UTF_8)).hex() + "\"}\n")
                .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> new StateReader(new ByteArrayInputStream(file), SavedState.MAX_BYTES).read())
                .isInstanceOf(EvidenceException.class).extracting("code").isEqualTo(Codes.STATE_MALFORMED);
    }

    @Test
    void keepsARequestAsLongAsTheLongestWindow() {
        usage.begin(true);
        made(0, SampleLog.START);
        made(1, SampleLog.START.plus(Duration.ofDays(30)));
        assertThat(usage.requests()).hasSize(2);
        made(2, SampleLog.START.plus(Duration.ofDays(30)).plusNanos(1000));
        assertThat(usage.requests()).hasSize(2);
        assertThat(usage.toState().build().string("missingUntil")).isEqualTo("2026-01-01T00:00:00.000000Z");
    }

    @Test
    void keepsNoMoreThanAStateHasRoomFor() {
        usage.begin(true);
        for (int i = 0; i < 40_000; i++) {
            made(i, SampleLog.START.plusSeconds(i));
        }
        assertThat(usage.requests()).hasSizeBetween(25_000, 32_768);
        Instant now = SampleLog.START.plusSeconds(40_000);
        assertTold(now, Duration.ofSeconds(20_001), 20_000, Set.of());
        assertTold(now, Duration.ofSeconds(39_001), -1, Set.of(ReplayGap.LIMIT_START));
        long bytes = usage.requests().stream().mapToLong(one -> one.toState().build().canonicalBytes().length + 1)
                .sum();
        assertThat(bytes).isLessThan(1 << 24);
    }

    /** Two backends' clocks differ a little, so requests do not stand in the order of their times. */
    @Test
    void countsARequestBehindOneThatIsOlderThanTheWindow() {
        usage.begin(true);
        made(0, SampleLog.START.plusSeconds(100));
        made(1, SampleLog.START.plusSeconds(10));
        assertTold(SampleLog.START.plusSeconds(120), Duration.ofSeconds(60), 1, Set.of());
    }

    private void assertTold(Instant now, Duration within, int used, Set<ReplayGap> missed) {
        PartialUsage before = usage.before(payload(now), new EvaluationBudget());
        PolicyInput question = question(payload(now));
        assertThat(before.before("/", new Limit(null, Limit.Per.AGENT, within), ALL, question).map(BigDecimal::intValue)
                .orElse(-1)).isEqualTo(used);
        assertThat(before.missed()).isEqualTo(missed);
    }

    private void made(int number, Instant at) {
        ControlEvent.Requested requested = new ControlEvent.Requested(number, new UUID(0, number), null,
                SampleLog.AGENT, Set.of(), null, SampleLog.POLICY, at.plusSeconds(1), List.of(), SampleLog.POLICY,
                Duration.ZERO, ExcludedVoters.NOBODY, null);
        usage.made(requested, at, question(payload(at)));
    }

    private static JsonObject payload(Instant at) {
        return SampleLog.data().put("createdAt", Timestamps.format(at)).build();
    }

    private static PolicyInput question(JsonObject payload) {
        return new PolicyInput(SampleLog.id("workspace"), SampleLog.AGENT, "refund", SampleLog.id("connector"), "low",
                payload);
    }
}
