package dev.agenthub.app.ui.connections;

import dev.agenthub.api.AgentPreview;
import dev.agenthub.api.Connection;
import dev.agenthub.api.NewAgentKey;
import dev.agenthub.app.client.AdminClient;
import dev.agenthub.app.client.ChangeOutcome;
import dev.agenthub.app.testing.ConsentingBrowser;
import dev.agenthub.app.testing.Keyboard;
import dev.agenthub.app.testing.LayoutFaults;
import dev.agenthub.app.testing.RealBackend;
import dev.agenthub.app.testing.ScriptedDialogs;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.TestTimeout;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.testing.WindowSize;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.FxTaskRunner;
import dev.agenthub.app.ui.common.Theme;
import dev.agenthub.db.Thorough;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.Labeled;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Opens the sample organization's connections in a window, with a real backend, sandbox and PostgreSQL. Writes pictures.
 */
abstract class OpenConnections {
    static final String SANDBOX = "Sandbox (with consent)";

    final ConsentingBrowser person = new ConsentingBrowser();
    final ScriptedDialogs dialogs = new ScriptedDialogs();
    final List<String> faults = new ArrayList<>();
    private FxTaskRunner tasks;
    RealBackend backend;
    Window window;
    Keyboard keyboard;
    ConnectionsScreen screen;

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws Exception {
        tasks = new FxTaskRunner();
        backend = new RealBackend(folder.resolve("data"));
        window = new Window();
        keyboard = new Keyboard(window);
        AppServices plain = TestServices.of(tasks, folder);
        AppServices services = new AppServices(tasks, dialogs, person, folder, plain.clock(), plain.zone(),
                window.textSize());
        screen = window.onWindow(() -> new ConnectionsScreen(backend.owner(), services));
        // As in the main window, what scrolls is not the root.
        window.show(new StackPane(screen.root()));
        window.onWindow(() -> {
            screen.shown();
            return true;
        });
        window.awaitText(state(), "Not connected yet");
    }

    @AfterEach
    void close() {
        window.onWindow(() -> {
            screen.close();
            return true;
        });
        window.close();
        tasks.close();
        backend.close();
    }

    AdminClient admin() {
        return backend.owner().client().administration();
    }

    Connection connection(String name) {
        return admin().connections().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    String part(String part) {
        return "connection-" + part + "-" + connection(SANDBOX).connector();
    }

    String state() {
        return part("state");
    }

    /** Everything that is written in there. */
    String words(String id) {
        return window.onWindow(() -> ((Pane) window.node(id)).lookupAll(".label").stream()
                .map(label -> ((Labeled) label).getText()).reduce("", (one, next) -> one + next + "\n"));
    }

    /** Connects, and waits for the page that opens. */
    URI connect() {
        int before = person.opened().size();
        window.click(part("help"));
        TestTimeout.await("a page to be opened").until(() -> person.opened().size() == before + 1);
        window.awaitText("consent-waiting",
                "Waiting for your consent to " + SANDBOX + " in your browser, at 127.0.0.1");
        return person.opened().getLast();
    }

    NewAgentKey install(String text) {
        byte[] manifest = text.getBytes(StandardCharsets.UTF_8);
        AgentPreview preview = admin().preview(manifest, null);
        return switch (admin().install(manifest, preview.digest())) {
            case ChangeOutcome.Done<NewAgentKey>(NewAgentKey made) -> made;
            case ChangeOutcome.Proposed<NewAgentKey> _ -> throw new IllegalStateException("Nobody governs this");
        };
    }

    /** Looks at it as it usually is, in one theme: others of its kind are looked at in both. */
    void glance(String name) {
        if (Thorough.ON) {
            look(name);
        } else {
            look(name + "-light", WindowSize.DEFAULT, 100);
        }
    }

    /** Looks at it as it usually is, and in the smallest window in words of 200 %, in both themes. */
    void look(String name) {
        for (Theme theme : Theme.values()) {
            String called = name + "-" + theme.name().toLowerCase(Locale.ROOT);
            window.onWindow(() -> {
                theme.use();
                return true;
            });
            window.frame();
            if (Thorough.ON || theme == Theme.LIGHT) {
                look(called, WindowSize.DEFAULT, 100);
            }
            if (Thorough.ON || theme == Theme.DARK) {
                look(called, WindowSize.SMALLEST, 200);
            }
        }
        window.onWindow(() -> {
            Theme.LIGHT.use();
            window.textSize().set(100);
            return true;
        });
        window.resize(WindowSize.DEFAULT.width(), WindowSize.DEFAULT.height());
    }

    private void look(String name, WindowSize size, int percent) {
        window.onWindow(() -> {
            window.textSize().set(percent);
            return true;
        });
        window.resize(size.width(), size.height());
        window.onWindow(() -> {
            LayoutFaults.of(window.stage().getScene())
                    .forEach(fault -> faults.add(name + " " + size + " " + percent + ": " + fault));
            return true;
        });
        window.picture("64-" + name + "-" + size + "-" + percent);
    }
}
