package dev.agenthub.app.launcher;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.RemoteAddress;
import dev.agenthub.app.platform.FileDialogs;
import dev.agenthub.app.platform.FxFileDialogs;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.SingleInstance;
import dev.agenthub.app.platform.SystemBrowser;
import dev.agenthub.app.ui.DesktopFlow;
import dev.agenthub.app.ui.SplashController;
import dev.agenthub.app.ui.SplashController.Step;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.Failure;
import dev.agenthub.app.ui.common.Fonts;
import dev.agenthub.app.ui.common.FxTaskRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/**
 * The desktop from its first pixel to its last: claims the data folder, says what it waits for while the backend starts, and on the
 * way out stops everything again.
 */
final class Desktop {
    private static final int FINE = 0;
    private static final int COULD_NOT = 2;

    private final DesktopOptions options;
    private final @Nullable Companion companion;
    private final PrintWriter errors;
    private final FxTaskRunner tasks = new FxTaskRunner();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final Running running = new Running();
    private @Nullable DesktopWindow window;
    private @Nullable DesktopFlow flow;
    private int exitCode = FINE;

    private Desktop(DesktopOptions options, @Nullable Companion companion, PrintWriter errors) {
        this.options = options;
        this.companion = companion;
        this.errors = errors;
    }

    /** Shows the desktop until the person, or {@code companion}, leaves it; returns the exit code. */
    static int run(DesktopOptions options, @Nullable Companion companion, PrintWriter errors) {
        Desktop desktop = new Desktop(options, companion, errors);
        try (SingleInstance _ = SingleInstance.claim(options.folder(), desktop::comeToFront)) {
            Logs.into(options.folder());
            Runtime.getRuntime().addShutdownHook(new Thread(desktop.running::close, "stop-backend"));
            Platform.startup(desktop::open);
            return desktop.ended.join();
        } catch (IOException e) {
            System.getLogger(Desktop.class.getName()).log(System.Logger.Level.DEBUG, "The claim was not let go", e);
            return desktop.ended.getNow(FINE);
        } finally {
            desktop.tasks.close();
            Platform.exit();
        }
    }

    private void comeToFront() {
        Platform.runLater(() -> {
            if (window != null) {
                window.comeToFront();
            }
        });
    }

    private void open() {
        Platform.setImplicitExit(false);
        Optional<Failure> fontless = loadFonts();
        SplashController splash = new SplashController(this::leave);
        DesktopWindow opened = new DesktopWindow(splash, this::leave);
        window = opened;
        if (fontless.isPresent()) {
            cannotStart(splash, fontless.get());
            return;
        }
        splash.waitFor(options.connect() == null && EmbeddedBackend.isFirstStart(options.folder())
                ? Step.FIRST_DATABASE
                : Step.DATABASE);
        tasks.run(this::startBackend, backend -> begin(opened, backend), failure -> cannotStart(splash, failure));
    }

    private static Optional<Failure> loadFonts() {
        try {
            Fonts.load();
            return Optional.empty();
        } catch (CodedException e) {
            return Optional.of(Failure.of(e));
        }
    }

    private DesktopBackend startBackend() {
        RemoteAddress elsewhere = options.connect();
        return running.start(() -> elsewhere == null
                ? EmbeddedBackend.start(options)
                : RemoteBackend.at(elsewhere, options.folder()));
    }

    private void begin(DesktopWindow opened, DesktopBackend backend) {
        if (ending.get()) {
            return;
        }
        Companion somebody = companion;
        FileDialogs files = somebody == null ? new FxFileDialogs(opened.stage()) : somebody.dialogs(opened.stage());
        AppServices services = new AppServices(tasks, files, new SystemBrowser(),
                options.folder(), InstantSource.system(), ZoneId.systemDefault());
        KeyFiles keys = KeyFiles.in(options.folder());
        BackendClient client = backend.client();
        running.talksThrough(client);
        DesktopFlow begun = new DesktopFlow(services, keys, client, backend::ownerInvitation,
                new DesktopPlaces(services));
        flow = begun;
        opened.show(begun.root());
        begun.begin();
        if (somebody != null && backend instanceof EmbeddedBackend own) {
            tasks.run(() -> somebody.accompany(opened.stage(), own), this::leave, failure -> {
                say(failure);
                leave(COULD_NOT);
            });
        }
    }

    private void cannotStart(SplashController splash, Failure failure) {
        say(failure);
        exitCode = COULD_NOT;
        splash.failed(failure);
        // Nobody could read the window, or press its button.
        if (companion != null || "Headless".equals(System.getProperty("glass.platform"))) {
            leave();
        }
    }

    private void say(Failure failure) {
        errors.println("agenthub: " + failure.sentence() + " [" + failure.code() + "]");
        errors.flush();
    }

    private void leave(int code) {
        exitCode = code;
        leave();
    }

    private void leave() {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        if (flow == null) {
            stop();
        } else {
            flow.end(this::stop);
        }
        DesktopWindow closing = window;
        if (closing != null) {
            closing.splash(Step.SHUTDOWN);
        }
    }

    private void stop() {
        tasks.run(() -> {
            running.close();
            return exitCode;
        }, this::finish, failure -> {
            say(failure);
            finish(COULD_NOT);
        });
    }

    private void finish(int code) {
        if (window != null) {
            window.close();
        }
        ended.complete(code);
    }
}
