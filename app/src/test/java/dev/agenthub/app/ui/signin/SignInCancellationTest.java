package dev.agenthub.app.ui.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.client.SignIn;
import dev.agenthub.app.platform.Cancellation;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.platform.UnlockedKey;
import dev.agenthub.app.testing.ImmediateTasks;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.TestTimeout;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.DesktopFlow;
import dev.agenthub.app.ui.common.FxTaskRunner;
import dev.agenthub.app.ui.common.TaskRunner;
import dev.agenthub.app.ui.common.Views;
import dev.agenthub.app.ui.lock.IdleTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cancelling sign-in while the key is being unlocked. */
final class SignInCancellationTest {
    private static final String PASSPHRASE = "orbit velvet candle";

    private final List<Session> sessions = new ArrayList<>();
    private TestBackend backend;
    private BackendClient client;
    private KeyFiles keys;
    private KeyCard ada;

    @TempDir
    private Path folder;

    @BeforeEach
    void enrolAda() throws IOException {
        backend = new TestBackend();
        client = new BackendClient(backend.uri());
        keys = QuickKeys.in(folder);
        try (UnlockedKey key = UnlockedKey.generate()) {
            backend.enrolled("Ada", key.publicKey());
            ada = keys.store("Ada", TestBackend.ORG, key, PASSPHRASE.toCharArray());
        }
    }

    @AfterEach
    void close() {
        client.close();
        backend.close();
    }

    @Test
    void letsThePersonCancelAndSignInAgain() throws Exception {
        ImmediateTasks tasks = new ImmediateTasks();
        SignInViewModel model = new SignInViewModel(keys, client, tasks, sessions::add, SignedInMembers.NOBODY);
        try (Window window = new Window()) {
            window.show(window.onWindow(() -> Views
                    .load(new SignInController(model, () -> {}, _ -> {}, () -> {}, null)).root()));
            tasks.hold();
            window.type("signin-passphrase", PASSPHRASE);
            window.click("signin-submit");
            window.awaitShown("signin-cancel");
            window.picture("64-unlocking");
            window.click("signin-cancel");
            window.await("the button to come back", () -> !window.shows("signin-cancel"));
            assertThat(window.text("signin-failure")).isEmpty();
            window.onWindow(() -> {
                tasks.release();
                return true;
            });
            assertThat(sessions).isEmpty();
            window.click("signin-submit");
            window.await("the session", () -> sessions.size() == 1);
        }
    }

    @Test
    void endsASessionThatWasOpenedBeforeTheCancellationWasSeen() {
        LateAnswers tasks = new LateAnswers();
        SignInViewModel model = new SignInViewModel(keys, client, tasks, sessions::add, SignedInMembers.NOBODY);
        model.passphrase().set(PASSPHRASE);
        model.signIn();
        model.cancel();
        tasks.answer();
        tasks.answer();
        assertThat(sessions).isEmpty();
        assertThat(backend.signOuts).hasValue(1);
        assertThat(model.busy().get()).isFalse();
    }

    @Test
    void endsTheSessionThatTheBackendOpensWhileThePersonCancels() {
        Cancellation cancellation = new Cancellation();
        backend.whenSigningIn = cancellation::cancel;
        assertThatThrownBy(() -> SignIn.with(keys, ada, PASSPHRASE.toCharArray(), client, cancellation))
                .isInstanceOfSatisfying(CodedException.class,
                        e -> assertThat(e.code()).isEqualTo(Cancellation.CANCELLED));
        assertThat(backend.signOuts).hasValue(1);
        assertThat(keys.list().cards()).singleElement().matches(card -> card.member() == null);
    }

    @Test
    void closesTheWindowWhileAKeyIsOpenedAndLeavesNoSession() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        backend.whenSigningIn = () -> {
            asked.countDown();
            TestTimeout.await("the window to be closed").until(() -> answer.getCount() == 0);
        };
        try (FxTaskRunner tasks = new FxTaskRunner(); Window window = new Window()) {
            DesktopFlow flow = window.onWindow(() -> new DesktopFlow(TestServices.of(tasks, folder), keys, client,
                    SignInContext.of(() -> null), (_, _) -> List.of(), IdleTime.DEFAULT));
            window.begin(flow);
            window.awaitShown("signin-passphrase");
            window.type("signin-passphrase", PASSPHRASE);
            window.click("signin-submit");
            window.await("the backend to be asked", () -> asked.getCount() == 0);
            window.onWindow(() -> {
                flow.end(closed::countDown);
                return true;
            });
            assertThat(closed.getCount()).isZero();
            answer.countDown();
            window.await("the session to end", () -> backend.signOuts.get() == 1);
        } finally {
            answer.countDown();
        }
    }

    /** Does everything at once, and answers when the test says so. */
    private static final class LateAnswers implements TaskRunner {
        private final List<Runnable> answers = new ArrayList<>();

        @Override
        public <T> Pending run(Callable<T> work, Consumer<? super T> done, Consumer<Failure> failed) {
            try {
                T result = work.call();
                answers.add(() -> done.accept(result));
            } catch (Exception e) {
                answers.add(() -> failed.accept(Failure.of(e)));
            }
            return () -> {
                throw new UnsupportedOperationException();
            };
        }

        void answer() {
            List<Runnable> now = List.copyOf(answers);
            answers.clear();
            now.forEach(Runnable::run);
        }

        @Override
        public void onWindow(Runnable action) {
            action.run();
        }

        @Override
        public Pending after(Duration delay, Runnable action) {
            throw new UnsupportedOperationException();
        }
    }
}
