package dev.agenthub.app.ui.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.AuditFilter;
import dev.agenthub.api.CheckpointRefusal;
import dev.agenthub.api.ExportRequest;
import dev.agenthub.app.testing.ScreenTest;
import dev.agenthub.app.testing.TestLog;
import dev.agenthub.app.ui.audit.ExportViewModel.Exported;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.report.PartState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.Test;

class AuditScreenTest extends ScreenTest {
    private final TestLog log = TestLog.withARefund().calls(120);
    private final TestLogSource source = new TestLogSource(log);
    private final List<Exported> verified = new ArrayList<>();

    @Override
    protected Screen screen() {
        return new AuditScreen(source, services(), verified::add);
    }

    private String seq(int row) {
        return "audit-row-" + row;
    }

    @Test
    void showsTheLogAndItsNewestEventsFirst() {
        waitFor("audit-size", String.format(Locale.ROOT, "%,d entries", log.size()));

        assertThat(read("audit-head").replaceAll("\\s", "")).isEqualTo(log.link(log.size() - 1).hex());
        assertThat(read("audit-key")).isEqualTo(log.signer().verifierKey().toString());
        assertThat(read("audit-checkpoint")).contains("entries, signed");
        assertThat(read("audit-events")).contains("called a connector");
        photograph("audit");
    }

    @Test
    void showsTheExactBytesOfTheChosenEventAndRecomputesItsLink() {
        waitFor("audit-size", "entries");
        click(seq(log.size() - 3));

        waitFor("audit-recomputed", "recomputed here");
        assertThat(read("audit-bytes")).contains("\"path\":\"/tickets\"");
        assertThat(read("audit-links")).contains("previous", "this", "next",
                log.link(log.size() - 4).hex().substring(0, 8), log.link(log.size() - 2).hex().substring(0, 8));
        photograph("audit-event");
    }

    @Test
    void saysWhenTheBackendsLinkIsNotTheOneOfTheBytes() {
        List<?> before = events();
        source.lieAbout(log.size() - 2);
        click("audit-refresh");
        waitUntil("the lie is on show", () -> !events().equals(before));
        click(seq(log.size() - 2));

        waitFor("audit-recomputed", "another link");
        photograph("audit-lie");
    }

    @Test
    void loadsOlderEventsUntilTheFirst() {
        waitFor("audit-size", "entries");
        assertThat(shows("audit-more")).isTrue();

        click("audit-more");

        waitUntil("no more to load", () -> !shows("audit-more"));
    }

    @Test
    void exportsTheLogWithItsKeyAndOffersToVerifyIt() throws IOException {
        waitFor("audit-size", "entries");
        Path file = folder().resolve("northwind.ahexport");
        answer(file);
        click("audit-export");

        waitFor("audit-exported", "northwind.vkey");
        VerifierKey key = VerifierKey.parse(Files.readString(folder().resolve("northwind.vkey")).strip());
        assertThat(Verifier.verify(file, VerifyOptions.of(key, null)).parts().signature()).isEqualTo(PartState.PASSED);
        click("audit-verify");
        assertThat(verified).extracting(Exported::file).containsExactly(file);
        photograph("audit-exported");
    }

    @Test
    void narrowsTheEventsAndShowsAllOfThemAgain() {
        waitFor("audit-size", "entries");
        choose("audit-filter-type", 1);

        // The table draws its rows a moment after it has them.
        waitUntil("only approvals are shown", () -> rows() == 3 && read("audit-events").contains("decided a request")
                && !read("audit-events").contains("called a connector"));
        click(seq(3));
        waitFor("audit-recomputed", "recomputed here");
        assertThat(read("audit-links")).contains(log.link(2).hex().substring(0, 8), log.link(4).hex().substring(0, 8));
        photograph("audit-filtered");
        click("audit-only-actor");
        waitUntil("only one person’s are shown", () -> rows() == 1);
        assertThat(source.filters()).extracting(AuditFilter::actor).contains(TestLog.id("Ada Lind").toString());

        click("audit-filter-clear");
        waitUntil("everything is shown", () -> rows() == AuditViewModel.PAGE);
        assertThat(shows("audit-filter-clear")).isFalse();
        choose("audit-filter-time", 1);
        waitUntil("only the last hour is shown", () -> rows() < AuditViewModel.PAGE);
    }

    @Test
    void exportsWhatIsNewerThanAPinAndShowsHowFarItIs() throws IOException {
        waitFor("audit-size", "entries");
        Path pin = folder().resolve("northwind.pin");
        log.pin().write(pin);
        Path file = folder().resolve("newer.ahexport");
        source.beSlow();
        answer(pin);
        answer(file);
        click("audit-export-since");

        waitFor("audit-export-status", "42");
        assertThat(source.exports()).containsExactly(ExportRequest.since(log.size(), true));
        photograph("audit-exporting");
        click("audit-export-cancel");
        waitFor("audit-export-failure", "Cancelled");
        assertThat(file).doesNotExist();
    }

    @Test
    void refusesAPinOfAnotherLog() throws IOException {
        waitFor("audit-size", "entries");
        Path pin = folder().resolve("other.pin");
        new TestLog("elsewhere").pin().write(pin);
        answer(pin);
        answer(folder().resolve("newer.ahexport"));
        click("audit-export-since");

        waitFor("audit-export-failure", "[PIN_ORIGIN_CHANGED]");
        assertThat(source.exports()).isEmpty();
    }

    @Test
    void letsAnAdministratorDeclareThatTheDatabaseWasRestored() {
        waitFor("audit-size", "entries");
        assertThat(shows("audit-refused")).isFalse();
        source.refuse(new CheckpointRefusal("CHECKPOINT_ROLLED_BACK",
                "The log has 126 entries; the last checkpoint is of 204", TestLog.START.plus(Duration.ofHours(1)),
                true));
        click("audit-refresh");
        waitFor("audit-refusal", "shorter than it was");
        assertThat(read("audit-refusal-since")).contains("[CHECKPOINT_ROLLED_BACK]", "1 h");
        photograph("audit-refused");

        click("audit-restore");
        photograph("audit-restore");
        click("audit-restore-declare");
        assertThat(source.reasons()).as("not without a reason").isEmpty();
        click("audit-restore-reason");
        type("The disk failed.");
        click("audit-restore-declare");

        waitUntil("the banner is gone", () -> !shows("audit-refused"));
        assertThat(source.reasons()).containsExactly("The disk failed.");
        waitFor("audit-earlier", "Export log 1");
        photograph("audit-restored");
    }

    private List<?> events() {
        return ask("audit-events", node -> List.copyOf(((TableView<?>) node).getItems()));
    }

    private int rows() {
        return events().size();
    }

    private void choose(String box, int index) {
        ask(box, node -> {
            ((ComboBox<?>) node).getSelectionModel().select(index);
            return index;
        });
    }

    @Test
    void saysWhyTheLogCannotBeRead() {
        waitFor("audit-size", "entries");
        source.goAway();
        click("audit-refresh");

        waitFor("audit-failure", "[BACKEND_UNREACHABLE]");
    }
}
