package dev.agenthub.app.ui.approvals.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Enrolment;
import dev.agenthub.app.client.InvitationCode;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.testing.ImmediateTasks;
import dev.agenthub.app.testing.TestBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows when a sign-in that a decision waits for has ended, and the member is elsewhere by then. */
final class RenewedSignInTest {
    private static final String PASSPHRASE = "four words of ada";

    private final TestBackend backend = new TestBackend();
    private final BackendClient client = new BackendClient(backend.uri());
    private final ImmediateTasks tasks = new ImmediateTasks();
    private final List<String> said = new ArrayList<>();
    private StepUp stepUp;

    @BeforeEach
    void ask(@TempDir Path folder) throws Exception {
        stepUp = new StepUp(Enrolment.enrol(QuickKeys.in(folder), client, "Ada Lind", PASSPHRASE.toCharArray(),
                InvitationCode.parse(TestBackend.INVITATION).orElseThrow()), tasks);
        stepUp.ask(() -> said.add("goes on"), () -> said.add("left"));
        stepUp.passphrase().set(PASSPHRASE);
        tasks.hold();
        stepUp.submit();
    }

    @AfterEach
    void close() {
        client.close();
        backend.close();
    }

    @Test
    void goesOnOnceItSucceededAndCannotBeLeftBefore() {
        stepUp.leave();
        stepUp.passphrase().set(PASSPHRASE);
        stepUp.submit();
        assertThat(tasks.waiting()).as("one at a time").isOne();
        tasks.release();
        assertThat(said).containsExactly("goes on");
        assertThat(stepUp.asked().get()).isFalse();
    }

    @Test
    void sendsNothingOfARequestThatIsNoLongerOnShow() {
        stepUp.end();
        tasks.release();
        assertThat(said).isEmpty();
    }

    @Test
    void sendsNothingOfAnotherQuestionThatCameMeanwhile() {
        stepUp.end();
        stepUp.ask(() -> said.add("the other goes on"), () -> said.add("the other is left"));
        tasks.release();
        assertThat(said).isEmpty();
        assertThat(stepUp.asked().get()).isTrue();
        stepUp.leave();
        assertThat(said).containsExactly("the other is left");
    }
}
