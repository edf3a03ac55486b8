package dev.agenthub.app.launcher;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.platform.Browser;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.FileDialogs;
import dev.agenthub.app.platform.FxFileDialogs;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.Monitors;
import dev.agenthub.app.platform.RemoteAddress;
import dev.agenthub.app.platform.SystemBrowser;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.DesktopFlow;
import dev.agenthub.app.ui.SplashController.Step;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.Fonts;
import dev.agenthub.app.ui.common.FxTaskRunner;
import dev.agenthub.app.ui.signin.SignInContext;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The desktop's life cycle: shows the start screen where the backend is not determined, claims
 * the data folder, shows progress while the backend starts, and stops everything at the end.
 */
final class DesktopApplication {
    private static final int FINE = 0;
    private static final int COULD_NOT = 2;

    private final @Nullable DeviceDestinations places;
    private final @Nullable StartPlace start;
    private final @Nullable AutomatedUser user;
    private final PrintWriter errors;
    private final FxTaskRunner tasks = new FxTaskRunner();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final RunningResources running = new RunningResources();
    private final FolderClaim claim = new FolderClaim(this::comeToFront);
    private @Nullable DesktopWindow window;
    private @Nullable DesktopFlow flow;
    private int exitCode = FINE;

    private DesktopApplication(@Nullable DeviceDestinations all, @Nullable AutomatedUser user, PrintWriter errors) {
        this.places = all;
        this.start = all == null ? null : new StartPlace(all, tasks, this::enter);
        this.user = user;
        this.errors = errors;
    }

    /**
     * Runs the desktop until the person, or {@code user}, closes it; returns the exit code.
     *
     * @param first which backend to open; null for the start screen
     * @param all the other backends to choose from; null for none
     */
    static int run(@Nullable DesktopOptions first, @Nullable DeviceDestinations all, @Nullable AutomatedUser user,
            PrintWriter errors) {
        DesktopApplication desktop = new DesktopApplication(all, user, errors);
        try (FolderClaim claim = desktop.claim) {
            if (first != null) {
                claim.moveTo(first.folder(), () -> {});
            } else if (all != null) {
                claim.moveTo(all.startFolder(), () -> {});
            }
            Runtime.getRuntime().addShutdownHook(new Thread(desktop.running::close, "stop-backend"));
            Platform.startup(() -> desktop.open(first));
            return desktop.ended.join();
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

    private void open(@Nullable DesktopOptions first) {
        Platform.setImplicitExit(false);
        Thread.currentThread().setUncaughtExceptionHandler(new WindowFaults());
        Optional<Failure> fontless = loadFonts();
        window = new DesktopWindow(new WindowFile(places == null ? null : places.windowFile()), this::leave);
        if (fontless.isPresent()) {
            cannotStart(fontless.get());
        } else if (first == null) {
            showStart(null);
        } else {
            enter(first, this::cannotStart);
        }
        AutomatedUser somebody = user;
        Stage stage = window.stage();
        if (somebody != null) {
            tasks.afterPaint(() -> somebody.windowPainted(stage));
        }
    }

    private static Optional<Failure> loadFonts() {
        try {
            Fonts.load();
            return Optional.empty();
        } catch (CodedException e) {
            return Optional.of(Failure.of(e));
        }
    }

    /** Shows the start screen. {@code failure} is why the chosen backend could not be opened; null for none. */
    private void showStart(@Nullable Failure failure) {
        DesktopWindow shown = window;
        StartPlace choices = start;
        if (!ending.get() && shown != null && choices != null) {
            shown.show(choices.screen(failure));
        }
    }

    private void enter(DesktopOptions options) {
        enter(options, failure -> backToStart(() -> {}, failure));
    }

    private void enter(DesktopOptions options, Consumer<Failure> failed) {
        RemoteAddress address = options.connect();
        splash(address != null
                ? Step.CONNECTION
                : EmbeddedBackend.isFirstStart(options.folder()) ? Step.FIRST_DATABASE : Step.DATABASE);
        tasks.run(() -> {
            claim.moveTo(options.folder(), () -> {});
            return running.start(() -> address == null
                    ? EmbeddedBackend.start(options)
                    : RemoteBackend.at(address, options.folder()));
        }, backend -> begin(options, backend), failed);
    }

    private void splash(Step step) {
        if (window != null) {
            window.splash(step);
        }
    }

    private void begin(DesktopOptions options, DesktopBackend backend) {
        DesktopWindow shown = window;
        if (ending.get() || shown == null) {
            return;
        }
        AutomatedUser somebody = user;
        FileDialogs files = somebody == null ? new FxFileDialogs(shown.stage()) : somebody.dialogs(shown.stage());
        Browser browser = somebody == null ? new SystemBrowser() : somebody.browser();
        AppServices services = new AppServices(tasks, files, browser, options.folder(),
                InstantSource.system(), ZoneId.systemDefault(), shown.textSize());
        BackendClient client = backend.client();
        running.talksThrough(client);
        DesktopFlow begun = new DesktopFlow(services, KeyFiles.in(options.folder()), client,
                new SignInContext(backend::ownerInvitation, options.invitation(),
                        start == null ? null : this::goElsewhere),
                new DesktopScreens(services), options.lockAfter());
        flow = begun;
        shown.show(begun.root());
        begun.begin();
        if (somebody != null && backend instanceof EmbeddedBackend own) {
            tasks.run(() -> somebody.accompany(shown.stage(), own), this::leave, this::giveUp);
        }
    }

    /** Returns from a backend's sign-in screen, where no member is signed in, to the choice of a backend. */
    private void goElsewhere() {
        DesktopFlow left = flow;
        if (left == null) {
            return;
        }
        flow = null;
        splash(Step.SHUTDOWN);
        left.end(() -> backToStart(running::leave, null));
    }

    /** Returns to the start screen. Where another window shows it already, that one comes to the front and this one ends. */
    private void backToStart(Runnable leaving, @Nullable Failure failure) {
        StartPlace choices = start;
        if (choices != null && !ending.get()) {
            tasks.run(() -> {
                claim.moveTo(choices.folder(), leaving);
                return true;
            }, _ -> showStart(failure), this::giveUp);
        }
    }

    private void giveUp(Failure failure) {
        say(failure);
        leave(COULD_NOT);
    }

    private void cannotStart(Failure failure) {
        say(failure);
        exitCode = COULD_NOT;
        if (window != null) {
            window.failed(failure);
        }
        // Without a display, nobody could read the window or press its button.
        if (user != null || Monitors.none()) {
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
        splash(Step.SHUTDOWN);
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
