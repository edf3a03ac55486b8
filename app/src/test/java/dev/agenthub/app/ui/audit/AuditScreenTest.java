package dev.agenthub.app.ui.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.ScreenTest;
import dev.agenthub.app.testing.TestLog;
import dev.agenthub.app.ui.audit.ExportViewModel.Exported;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.evidence.verify.PartState;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        waitFor("audit-size", "%,d entries".formatted(log.size()));

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
        waitFor("audit-size", "entries");
        source.lieAbout(log.size() - 2);
        click("audit-refresh");
        waitFor("audit-size", "entries");
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
    void saysWhyTheLogCannotBeRead() {
        waitFor("audit-size", "entries");
        source.goAway();
        click("audit-refresh");

        waitFor("audit-failure", "[BACKEND_UNREACHABLE]");
    }
}
