package dev.agenthub.app.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.agenthub.app.reconciliation.ProviderLog.Form;
import dev.agenthub.app.testing.TestLog;
import dev.agenthub.evidence.chain.Subject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconciliationTest {
    private static final String HASH = "ab".repeat(32);

    @TempDir
    private Path folder = Path.of("");
    private final TestLog log = new TestLog("northwind");

    /** Three entries: asked, begun, ended; one minute and a second lies between two. */
    private ReconciliationTest run(String name, String outcome) {
        var request = new Subject(TestLog.id(name).toString(), "request");
        var run = new Subject(TestLog.id("run " + name).toString(), "run");
        log.append("approval.requested", "Support agent", request,
                "{\"request\":\"" + TestLog.id(name) + "\",\"tool\":\"refunds.create\"}");
        log.append("run.started", "AgentHub", run, "{\"payloadHash\":\"" + HASH + "\",\"request\":\""
                + TestLog.id(name) + "\",\"run\":\"" + TestLog.id("run " + name) + "\"}");
        log.append("run.finished", "AgentHub", run, "{\"outcome\":\"" + outcome
                + "\",\"responseDigest\":null,\"run\":\"" + TestLog.id("run " + name) + "\"}");
        return this;
    }

    private Reconciliation with(String lines) throws IOException {
        return Reconciliation.of(ExportedRuns.read(log.export(folder.resolve("northwind.ahexport"))),
                read(lines, Form.FILE), Duration.ofSeconds(5));
    }

    private static List<Effect> read(String text, Form form) throws IOException {
        return ProviderLog.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), form);
    }

    /** While the run of that number was under way, counted from 0. */
    private static Instant during(int run) {
        return TestLog.START.plusSeconds(61L * (3 * run + 2) + 10);
    }

    private static String line(String id, Instant at, String key) {
        return "{\"id\":\"" + id + "\",\"time\":\"" + at + "\",\"action\":\"refund\""
                + (key.isEmpty() ? "" : ",\"idempotencyKey\":\"" + key + "\"") + "}\n";
    }

    @Test
    void agreesWhereEveryEffectHasItsRunAndEveryRunItsEffect() throws IOException {
        run("a", "executed").run("b", "failed").run("c", "executed");

        Reconciliation joined = with(line("re_1", during(0), TestLog.id("a").toString())
                + line("re_3", during(2).plusSeconds(7_000), TestLog.id("c").toString()));

        assertThat(joined.agrees()).isTrue();
        assertThat(joined.matched()).extracting(match -> match.run().tool(), Reconciliation.Match::byKey)
                .containsOnly(tuple("refunds.create", true)).hasSize(2);
        assertThat(ReconciliationText.text(joined)).startsWith("RECONCILED\n").contains("2 belong to a run: 2 by");
    }

    @Test
    void findsWhatHappenedOutside() throws IOException {
        run("a", "executed");

        Reconciliation joined = with(line("re_1", during(0), TestLog.id("a").toString())
                + line("re_2", during(0), TestLog.id("nobody's").toString())
                + line("re_3", during(0), ""));

        assertThat(joined.outside()).extracting(Effect::id).containsExactlyInAnyOrder("re_2", "re_3");
        assertThat(joined.agrees()).isFalse();
        assertThat(ReconciliationText.text(joined)).startsWith("NOT RECONCILED\n")
                .contains("Outside         2: no run made it");
    }

    @Test
    void findsRunsThatTheProviderKnowsNothingOf() throws IOException {
        run("a", "executed").run("b", "executed");
        Reconciliation joined = with(line("re_1", during(0), TestLog.id("a").toString()));
        assertThat(joined.absent()).extracting(ExportedRun::request).containsExactly(TestLog.id("b"));
    }

    @Test
    void contradictsALogThatSaysItFailed() throws IOException {
        run("a", "failed");
        Reconciliation joined = with(line("re_1", during(0), TestLog.id("a").toString()));
        assertThat(joined.contradicted()).hasSize(1);
        assertThat(joined.agrees()).isFalse();
    }

    @Test
    void settlesWhatIsUnknown() throws IOException {
        run("a", "unknown").run("b", "unknown");
        Reconciliation joined = with(line("re_1", during(0), TestLog.id("a").toString()));
        assertThat(joined.agrees()).isTrue();
        assertThat(joined.settled()).extracting(settled -> settled.effect() == null).containsExactly(false, true);
        assertThat(ReconciliationText.text(joined)).contains("it had its effect", "the provider knows of no effect");
    }

    @Test
    void joinsByTimeOnlyWhereOneRunCouldHaveMadeIt() throws IOException {
        run("a", "executed").run("b", "executed");

        Reconciliation joined = with(line("e1", during(0), "") + line("e2", during(1), ""));

        assertThat(joined.agrees()).isTrue();
        assertThat(joined.matched()).extracting(Reconciliation.Match::byKey).containsExactly(false, false);
        assertThat(ReconciliationText.text(joined)).startsWith("RECONCILED (BY TIME)\n");
        Reconciliation wide = Reconciliation.of(ExportedRuns.read(folder.resolve("northwind.ahexport")),
                read(line("e1", during(0), ""), Form.FILE), Duration.ofMinutes(10));
        assertThat(wide.ambiguous()).hasSize(1);
        assertThat(wide.absent()).as("either could have been it").isEmpty();
    }

    /** By as much as the two clocks may differ, and no more. */
    @Test
    void joinsByTimeWithinTheToleranceOnly() throws IOException {
        run("a", "executed");
        Instant began = during(0).minusSeconds(10);
        Instant ended = began.plusSeconds(61);
        for (Instant within : List.of(began.minusSeconds(5), ended.plusSeconds(5))) {
            assertThat(with(line("e", within, "")).matched()).as("%s", within).hasSize(1);
        }
        assertThat(with(line("e", began.minusSeconds(6), "")).outside()).hasSize(1);
        Instant first = TestLog.START;
        assertThat(with(line("e", first.minusSeconds(5), "")).outside()).as("in the export's time").hasSize(1);
        assertThat(with(line("e", first.minusSeconds(67), "")).beyond()).isOne();
        assertThat(with(line("e", ended.plusSeconds(6), "")).beyond()).isOne();
    }

    /** One run makes one call: whoever acted beside it in its time would otherwise be hidden behind it. */
    @Test
    void doesNotGiveOneRunTwoEffectsOfItsTime() throws IOException {
        run("a", "executed").run("b", "executed");

        Reconciliation joined = with(line("e1", during(0), "") + line("e2", during(1), "")
                + line("beside", during(1).plusSeconds(9), ""));

        assertThat(joined.matched()).extracting(match -> match.effect().id()).containsExactly("e1");
        assertThat(joined.ambiguous()).extracting(Effect::id).containsExactly("e2", "beside");
        assertThat(joined.absent()).as("one of the two may be its own").isEmpty();
        assertThat(joined.agrees()).isFalse();
        assertThat(ReconciliationText.text(joined)).startsWith("NOT RECONCILED\n").contains("Ambiguous       2: ");
    }

    /** Whoever repeats what "had no effect" would do it twice. */
    @Test
    void doesNotSayThatAnUnknownRunHadNoEffectWhereOneCouldBeIts() throws IOException {
        run("a", "unknown").run("b", "unknown");
        Reconciliation joined = with(line("e1", during(0), "") + line("e2", during(0).plusSeconds(9), ""));
        assertThat(joined.ambiguous()).hasSize(2);
        assertThat(joined.settled()).extracting(settled -> settled.run().request()).containsExactly(TestLog.id("b"));
    }

    @Test
    void leavesAsideWhatIsBeyondTheExportAndWhatTheProviderDoesByItself() throws IOException {
        run("a", "executed");
        String events = """
                {"object": "list", "data": [
                  {"id": "evt_1", "type": "charge.refunded", "created": %1$s, "request": {"id": "req_1", "idempotency_key": "%2$s"}},
                  {"id": "evt_2", "type": "refund.created", "created": %1$s, "request": {"id": "req_1", "idempotency_key": "%2$s"}},
                  {"id": "evt_3", "type": "payout.paid", "created": %1$s, "request": {"id": null, "idempotency_key": null}},
                  {"id": "evt_4", "type": "refund.created", "created": 1700000000, "request": {"id": "req_0", "idempotency_key": "x"}}]}
                """
                .formatted(during(0).getEpochSecond(), TestLog.id("a"));

        Reconciliation joined = Reconciliation.of(
                ExportedRuns.read(log.export(folder.resolve("northwind.ahexport"))), read(events, Form.STRIPE),
                Duration.ofSeconds(5));

        assertThat(joined.agrees()).isTrue();
        assertThat(joined.matched()).as("two events of one call are one effect").hasSize(1);
        assertThat(joined.own()).isOne();
        assertThat(joined.beyond()).isOne();
    }

    @Test
    void readsWhatProvidersHandOut() throws IOException {
        assertThat(read("""
                {"@timestamp": 1795165200123, "_document_id": "d1", "action": "pull_request.merge", "actor": "bot"}
                {"@timestamp": 1795165201000, "_document_id": "d2", "action": "issues.create"}
                """, Form.GITHUB)).extracting(Effect::id, Effect::what)
                .containsExactly(tuple("d1", "pull_request.merge"),
                        tuple("d2", "issues.create"));
        assertThat(read("{\"entries\": [{\"id\": \"s1\", \"date_create\": 1795165200, \"action\": \"file_uploaded\"}]}",
                Form.SLACK)).extracting(Effect::at).containsExactly(Instant.ofEpochSecond(1_795_165_200));
        assertThat(read("[{\"id\": \"1\", \"time\": \"2026-11-23T10:00:00+01:00\"}]", Form.FILE))
                .extracting(Effect::at).containsExactly(Instant.parse("2026-11-23T09:00:00Z"));
        assertThat(read("", Form.FILE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"id": "1", "time": "2026-11-23"}        | FILE   | Entry 1 of the log has a "time"
            {"time": 5}                              | FILE   | Entry 1 of the log has no "id".
            {"id": "1"}                              | FILE   | Entry 1 of the log has no "time" in seconds
            {"id": "1", "time": 5} {"id": "2"}       | FILE   | Entry 2 of the log has no "time"
            {"id": "1", "time": 5}, oops             | FILE   | The log is not JSON after entry 1.
            {"id": "e", "type": "t", "created": 1.5} | STRIPE | Entry 1 of the log has no "created"
            {"action": "x", "@timestamp": 1}         | GITHUB | Entry 1 of the log has no "_document_id".
            """)
    void saysWhichEntryIsNone(String text, Form form, String sentence) {
        assertThatThrownBy(() -> read(text, form)).isInstanceOf(UnreadableLogException.class)
                .satisfies(e -> assertThat(Objects.requireNonNull(e.getMessage())).startsWith(sentence));
    }
}
