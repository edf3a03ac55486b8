package dev.agenthub.app.ui.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.ScreenTest;
import dev.agenthub.app.testing.TestLog;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.proof.EntryProver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerifyScreenTest extends ScreenTest {
    private final TestLog log = new TestLog("northwind").calls(40);
    private Path export = Path.of("");
    private Path key = Path.of("");

    @Override
    protected Screen screen() {
        return new VerifyScreen(services());
    }

    @BeforeEach
    void writeAnExport() throws IOException {
        export = log.export(folder().resolve("northwind.ahexport"));
        key = Files.writeString(folder().resolve("northwind.vkey"), log.signer().verifierKey() + "\n");
    }

    private void drop(Path... files) {
        onWindow(() -> ((VerifyScreen) shown()).offer(List.of(files)));
    }

    @Test
    void invitesAnExportBeforeThereIsOne() {
        assertThat(shows("verify-drop")).isTrue();
        assertThat(shows("verify-inputs")).isFalse();
        assertThat(shows("verify-card")).isFalse();
        photograph("verify-empty");
    }

    @Test
    void saysThatAnIntactLogWithoutAPinMayNotBeComplete() {
        drop(export, key);

        waitFor("verify-verdict", "nothing says it is complete");
        assertThat(read("verify-legend")).contains("UNPINNED");
        assertThat(read("verify-facts")).contains("41 entries");
        assertThat(read("verify-signer")).contains("northwind/org/").contains("now recorded");
        assertThat(shows("verify-save-pin")).isTrue();
        photograph("verify-unpinned");
    }

    @Test
    void savesAPinAndVerifiesByItTheNextTime() throws IOException {
        drop(export, key);
        waitFor("verify-verdict", "nothing says it is complete");

        answer(folder().resolve("northwind.pin"));
        click("verify-save-pin");
        waitFor("verify-saved", "northwind.pin");
        log.calls(12).export(export);
        click("verify-again");

        waitFor("verify-verdict", "complete up to your pin of 23 Nov 2026");
        assertThat(read("verify-legend")).contains("41 entries").contains("12 entries are newer");
        for (String input : List.of("verify-export", "verify-key", "verify-pin")) {
            double excess = ask(input, name -> excess((Region) name.getParent()));
            assertThat(excess).as(input).isZero();
        }
        photograph("verify-pinned");
    }

    @Test
    void letsAPinOfAnotherLogAndANewerOneStay() throws IOException {
        drop(export, key);
        waitFor("verify-verdict", "nothing says it is complete");
        String foreign = keeps(new TestLog("southwind"), "southwind.pin", "PIN_OF_OTHER_LOG");
        assertThat(Files.readString(folder().resolve("southwind.pin"))).isEqualTo(foreign);
        String newer = keeps(log.calls(3), "newer.pin", "PIN_NEWER");
        assertThat(Files.readString(folder().resolve("newer.pin"))).isEqualTo(newer);
    }

    /** Tries to save over a pin of that log, and returns what it was. */
    private String keeps(TestLog other, String name, String code) throws IOException {
        Path there = folder().resolve(name);
        other.pin().write(there);
        String text = Files.readString(there);
        answer(there);
        click("verify-save-pin");
        waitFor("verify-failure", "[" + code + "]");
        return text;
    }

    @Test
    void readsAPinAsItWasMailed() throws IOException {
        Path pin = folder().resolve("northwind.pin");
        log.pin().write(pin);
        Files.writeString(pin, "\uFEFF" + Files.readString(pin).replace("\n", " \r\n"));
        drop(export, pin);
        waitFor("verify-verdict", "complete up to your pin of 23 Nov 2026");
    }

    @Test
    void judgesWhatCameAfterThePinByTheStateBesideIt() throws IOException {
        drop(export, key);
        waitFor("verify-verdict", "nothing says it is complete");
        answer(folder().resolve("northwind.pin"));
        click("verify-save-pin");
        waitFor("verify-saved", "northwind.pin.state beside it");

        Path part = log.calls(12).exportSince(folder().resolve("northwind-later.ahexport"), 41);
        drop(part);

        waitFor("verify-controls", "Entries before 41 were judged when your pin was saved");
        assertThat(read("verify-pin")).contains("41 entries, with the state beside it");
        photograph("verify-part-with-state");
    }

    @Test
    void saysWhyTheControlsWereJudgedInPart() throws IOException {
        Path pin = folder().resolve("northwind.pin");
        log.pin().write(pin);
        drop(log.calls(12).exportSince(folder().resolve("northwind-later.ahexport"), 41), pin);

        waitFor("verify-controls", "no state stands beside your pin");
        assertThat(read("verify-pin")).contains("No state stands beside it");
        photograph("verify-part-without-state");
    }

    @Test
    void saysWhyPoliciesWereReplayedInPart() throws IOException {
        UUID request = TestLog.id("request");
        String hash = "5f".repeat(32);
        log.allowing().allowed(request, "messages.send", hash).append("run.started", "AgentHub",
                new Subject(TestLog.id("run").toString(), "run"), "{\"payloadHash\":\"" + hash + "\",\"request\":\""
                        + request + "\",\"run\":\"" + TestLog.id("run") + "\"}");
        drop(log.export(export), key);

        waitFor("verify-controls", "\n– 1 request: the payload is not in the export");
        assertThat(read("verify-controls")).contains("No decisions. Policies replayed for 1 request");
        photograph("verify-why");
        answer(folder().resolve("report.html"));
        click("verify-save-report");
        waitFor("verify-saved", "report.json");
        assertThat(folder().resolve("report.html")).content()
                .contains("several reasons):<br>– 1 request: the payload is not in the export</p>");
    }

    @Test
    void opensTheProofOfOneEntry() throws IOException {
        Path proof = Files.writeString(folder().resolve("7.tlog-proof"),
                EntryProver.prove(export, 7, (_, _) -> {}).text());
        drop(proof, key);

        waitFor("verify-verdict", "Proven: entry 7 stands in the log at this place");
        assertThat(read("verify-legend")).contains("says nothing about any other entry");
        assertThat(read("verify-entry-bytes")).contains("connector.called");
        assertThat(shows("verify-bar")).isFalse();
        assertThat(shows("verify-save-pin")).isFalse();
        assertThat(shows("verify-save-report")).isFalse();
        photograph("verify-proof");
    }

    @Test
    void refusesAProofThatWasChanged() throws IOException {
        String text = EntryProver.prove(export, 7, (_, _) -> {}).text();
        drop(Files.writeString(folder().resolve("8.tlog-proof"), text.replace("index 7", "index 8")), key);

        waitFor("verify-verdict", "Not to be trusted");
        photograph("verify-proof-refused");
    }

    @Test
    void namesTheBrokenEntryAndShowsItsBytes() throws IOException {
        TestLog forged = new TestLog("northwind").calls(17);
        forged.calls(6, "/tickets/\u202eevil");
        Path broken = folder().resolve("broken.ahexport");
        log.exportWithEvent(broken, 20, forged.event(20));

        drop(broken, key);
        waitFor("verify-verdict", "Broken at entry 20");
        assertThat(read("verify-verdict")).contains("20 entries after it cannot be trusted");
        click("verify-show-entry-20");

        waitFor("verify-entry-title", "Entry 20");
        assertThat(read("verify-entry-bytes")).contains("‹U+202E›evil");
        photograph("verify-broken");
    }

    @Test
    void asksForAKeyWhenNothingSaysWhoseLogItIs() {
        drop(export);

        waitFor("verify-failure", "KEY_NEEDED");
        assertThat(shows("verify-card")).isFalse();
        photograph("verify-key-needed");

        answer(key);
        click("verify-choose-key");
        waitFor("verify-verdict", "Intact");
    }

    @Test
    void savesTheReportForPeopleAndForPrograms() throws IOException {
        drop(export, key);
        waitFor("verify-verdict", "Intact");

        answer(folder().resolve("report.html"));
        click("verify-save-report");

        waitFor("verify-saved", "report.json");
        assertThat(folder().resolve("report.html")).content().contains("<h1>Intact, but");
        assertThat(Files.readString(folder().resolve("report.json"), StandardCharsets.UTF_8))
                .contains("\"verdict\":\"VERIFIED\"");
    }

    @Test
    void doesNotCarryAKeyOverToAnotherLog() throws IOException {
        drop(export, key);
        waitFor("verify-verdict", "Intact");

        drop(new TestLog("southwind").calls(3).export(folder().resolve("southwind.ahexport")));

        waitFor("verify-failure", "KEY_NEEDED");
    }

    /** By how much a row is higher than what stands in it needs. */
    private static double excess(Region row) {
        return row.getHeight() - row.prefHeight(row.getWidth());
    }
}
