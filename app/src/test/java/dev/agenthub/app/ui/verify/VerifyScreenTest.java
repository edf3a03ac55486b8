package dev.agenthub.app.ui.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.ScreenTest;
import dev.agenthub.app.testing.TestLog;
import dev.agenthub.app.ui.common.Screen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        photograph("verify-pinned");
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
}
