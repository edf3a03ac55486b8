package dev.agenthub.app.ui.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.reconciliation.ProviderLog.Form;
import dev.agenthub.app.testing.LayoutFaults;
import dev.agenthub.app.testing.ScreenTest;
import dev.agenthub.app.testing.TestLog;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.common.Theme;
import dev.agenthub.evidence.chain.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.ComboBox;
import javafx.scene.input.Clipboard;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconcileScreenTest extends ScreenTest {
    private static final String HASH = "ab".repeat(32);

    private final TestLog log = new TestLog("northwind");
    private Path export = Path.of("");
    private Path key = Path.of("");

    @Override
    protected Screen screen() {
        return new ReconcileScreen(services());
    }

    @BeforeEach
    void writeAnExport() throws IOException {
        log.allowing();
        run("a").run("b");
        export = log.export(folder().resolve("northwind.ahexport"));
        key = Files.writeString(folder().resolve("northwind.vkey"), log.signer().verifierKey() + "\n");
    }

    private ReconcileScreenTest run(String name) {
        var run = new Subject(TestLog.id("run " + name).toString(), "run");
        log.allowed(TestLog.id(name), "refunds.create", HASH);
        log.append("run.started", "AgentHub", run, "{\"payloadHash\":\"" + HASH + "\",\"request\":\""
                + TestLog.id(name) + "\",\"run\":\"" + TestLog.id("run " + name) + "\"}");
        log.append("run.finished", "AgentHub", run, "{\"outcome\":\"executed\",\"responseDigest\":null,\"run\":\""
                + TestLog.id("run " + name) + "\"}");
        return this;
    }

    private Path provider(String name, String... lines) throws IOException {
        return Files.writeString(folder().resolve(name), String.join("\n", lines));
    }

    private static String effect(String id, String request) {
        Instant at = TestLog.START.plusSeconds(132);
        return "{\"id\":\"" + id + "\",\"time\":\"" + at + "\",\"action\":\"refund\",\"idempotencyKey\":\""
                + TestLog.id(request) + "\"}";
    }

    private void drop(Path... files) {
        onWindow(() -> ((ReconcileScreen) shown()).offer(List.of(files)));
    }

    @Test
    void saysFirstWhatHappenedOutsideAndOpensItsDetails() throws IOException {
        drop(export, key, provider("events.json", effect("re_1", "a"), effect("re_2", "somebody's")));

        waitFor("reconcile-verdict", "Not reconciled");
        assertThat(read("reconcile-totals")).startsWith("Outside: 1 effect that no run made")
                .contains("Without effect: 1 executed run of which");
        assertThat(read("reconcile-lists")).containsSubsequence("Effects outside (1)", "refund: no run made it",
                "Runs without effect (1)", "refunds.create: executed, and the provider knows nothing of it",
                "Effects with their run (1)", "refund, by refunds.create");
        assertThat(shows("reconcile-outside-0-details")).isFalse();
        click("reconcile-outside-0");
        waitFor("reconcile-outside-0-details", "At the provider: re_2");
        assertThat(read("reconcile-matched-0-details")).isEmpty();
        click("reconcile-outside-0");
        waitUntil("the details to close", () -> !shows("reconcile-outside-0-details"));
        looks("disagrees");

        Path saved = folder().resolve("result.json");
        answer(saved);
        click("reconcile-save");
        waitFor("reconcile-done", "result.json");
        assertThat(Files.readString(saved)).startsWith("{").contains("\"outside\":[{", "re_2", "\"reconciled\":false");
        click("reconcile-copy");
        waitFor("reconcile-done", "copied");
        onWindow(() -> {
            try {
                assertThat(Clipboard.getSystemClipboard().getString()).isEqualTo(Files.readString(saved));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void saysThatEverythingAgrees() throws IOException {
        drop(export, key, provider("events.json", effect("re_1", "a"), effect("re_2", "b")));
        waitFor("reconcile-verdict", "Reconciled: every effect has its run");
        assertThat(read("reconcile-lists")).contains("No effect happened outside.", "Every run has its effect.");
        looks("agrees");
    }

    @Test
    void saysWhatCannotBeReadWithItsCode() throws IOException {
        drop(export, key, provider("stripe-events.json", "{\"id\": \"x\"}"));
        waitFor("reconcile-failure", "[LOG_UNREADABLE]");
        assertThat(read("reconcile-failure")).startsWith("stripe-events.json: Entry 1 of the log has no");
        boolean isStripe = ask("reconcile-form", box -> Form.STRIPE.equals(((ComboBox<?>) box).getValue()));
        assertThat(isStripe).isTrue();
        assertThat(shows("reconcile-result")).isFalse();
        looks("unreadable");

        drop(folder().resolve("nowhere.json"));
        waitFor("reconcile-failure", "nowhere.json can’t be read: there is no such file.  [FILE_UNREADABLE]");
        byte[] bytes = Files.readAllBytes(export);
        bytes[bytes.length / 2] ^= 1;
        Path broken = Files.write(folder().resolve("broken.ahexport"), bytes);
        drop(broken, provider("events.json", effect("re_1", "a")));
        waitUntil("the broken export to be refused", () -> read("reconcile-failure").contains("broken.ahexport"));
        assertThat(shows("reconcile-result")).isFalse();
    }

    @Test
    void waitsForBothFiles() {
        drop(export, key);
        waitFor("reconcile-export", "northwind.ahexport");
        assertThat(read("reconcile-log")).contains("None yet");
        assertThat(shows("reconcile-running")).isFalse();
        looks("half");
    }

    /** In both themes, as large as usual and small; nothing is out of reach. */
    private void looks(String name) {
        List<String> faults = new ArrayList<>();
        Stage stage = (Stage) ask("reconcile-drop", node -> node.getScene().getWindow());
        for (Theme theme : Theme.values()) {
            onWindow(theme::use);
            size(stage, 1280, 800);
            faults.addAll(ask("reconcile-drop", node -> LayoutFaults.of(node.getScene())));
            photograph("65-reconcile-" + name + "-" + theme.name().toLowerCase(Locale.ROOT) + "-1280");
            size(stage, 1000, 700);
            faults.addAll(ask("reconcile-drop", node -> LayoutFaults.of(node.getScene())));
            photograph("65-reconcile-" + name + "-" + theme.name().toLowerCase(Locale.ROOT) + "-1000");
        }
        onWindow(Theme.LIGHT::use);
        assertThat(faults).isEmpty();
    }

    private void size(Stage stage, int width, int height) {
        onWindow(() -> {
            stage.setX(0);
            stage.setY(0);
            stage.setWidth(width);
            stage.setHeight(height);
        });
    }
}
