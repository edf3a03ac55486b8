package dev.agenthub.app.ui.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.BackendException;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.KeyEncryption;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.testing.ImmediateTasks;
import dev.agenthub.app.testing.TestBackend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnrolViewModelTest {
    private static final String PASSPHRASE = "orbit velvet candle";

    private final List<Session> sessions = new ArrayList<>();
    private TestBackend backend;
    private BackendClient client;
    private KeyFiles keys;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws IOException {
        backend = new TestBackend();
        client = new BackendClient(backend.uri());
        keys = new KeyFiles(folder, QuickKeys.encryption());
    }

    @AfterEach
    void close() {
        client.close();
        backend.close();
    }

    @Test
    void makesTheFirstOwnerAndSignsThemInAgainWithTheirPassphrase() {
        EnrolViewModel model = filled(TestBackend.INVITATION);
        model.enrol();
        assertThat(sessions).singleElement().satisfies(session -> assertThat(session.me().name()).isEqualTo("Ada"));
        assertThat(model.passphrase().get()).isEmpty();

        SignInViewModel again = new SignInViewModel(keys, client, new ImmediateTasks(), sessions::add,
                SignedInMembers.NOBODY);
        again.passphrase().set("not this one");
        again.signIn();
        assertThat(again.failure().get()).contains(KeyEncryption.PASSPHRASE_WRONG);
        again.passphrase().set(PASSPHRASE);
        again.signIn();
        assertThat(sessions).hasSize(2);
        assertThat(again.people()).singleElement()
                .matches(card -> "Northwind Outfitters".equals(card.organization()));
    }

    @Test
    void readsACodeThatCameWithSpacesAndLineBreaks() {
        EnrolViewModel model = filled(null);
        model.invitation().set("  " + TestBackend.INVITATION.substring(0, 30) + "\n "
                + TestBackend.INVITATION.substring(30));
        model.enrol();
        assertThat(sessions).hasSize(1);
    }

    @Test
    void leavesNoKeyBehindWhenTheInvitationIsRefused() {
        EnrolViewModel model = filled(TestBackend.INVITATION.replace("_c2Vj", "_AAAA"));
        model.enrol();
        assertThat(model.failure().get()).contains("expired: ask whoever sent it for a new one", "INVITATION_INVALID");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void keepsTheKeyWhenNobodyKnowsWhetherItWasEnrolled() {
        backend.close();
        EnrolViewModel model = filled(TestBackend.INVITATION);
        model.enrol();
        assertThat(model.failure().get()).contains(BackendException.UNREACHABLE);
        assertThat(keys.list().cards()).singleElement().matches(card -> card.member() == null);
    }

    @Test
    void asksForWhatIsMissingBeforeItMakesAKey() {
        EnrolViewModel model = filled(TestBackend.INVITATION);
        model.repeated().set("orbit velvet handle");
        model.enrol();
        assertThat(model.failure().get()).isEqualTo("The two passphrases differ.");
        model.passphrase().set("short");
        model.enrol();
        assertThat(model.failure().get()).contains("at least 8 characters");
        model.passphrase().set("aaaaaaaa");
        model.repeated().set("aaaaaaaa");
        model.enrol();
        assertThat(model.failure().get()).startsWith("This passphrase is too easy to guess.");
        model.name().set(" ");
        model.enrol();
        assertThat(model.failure().get()).isEqualTo("Enter your name.");
        assertThat(folder).isEmptyDirectory();
    }

    private EnrolViewModel filled(@Nullable String invitation) {
        EnrolViewModel model = new EnrolViewModel(keys, client, new ImmediateTasks(), invitation, sessions::add);
        model.name().set("Ada");
        model.passphrase().set(PASSPHRASE);
        model.repeated().set(PASSPHRASE);
        return model;
    }
}
