package dev.agenthub.app.ui.signin;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Enrolment;
import dev.agenthub.app.client.InvitationCode;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.TaskRunner;
import java.util.Arrays;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/** Enrols a member: creates a key, stores it encrypted on this device, and redeems a one-time code with it. */
public final class EnrolViewModel {
    private static final Messages MESSAGES = Messages.of(EnrolViewModel.class);

    private final KeyFiles keys;
    private final BackendClient backend;
    private final TaskRunner tasks;
    private final Consumer<Session> done;
    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty passphrase = new SimpleStringProperty("");
    private final StringProperty repeated = new SimpleStringProperty("");
    private final StringProperty invitation = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private final boolean firstRun;

    /** {@code ownerInvitation} is the code of a new organization's first owner; null where the person enters a code. */
    public EnrolViewModel(KeyFiles keys, BackendClient backend, TaskRunner tasks, @Nullable String ownerInvitation,
            Consumer<Session> done) {
        this.keys = keys;
        this.backend = backend;
        this.tasks = tasks;
        this.done = done;
        this.firstRun = ownerInvitation != null;
        invitation.set(ownerInvitation == null ? "" : ownerInvitation);
    }

    public void enrol() {
        String problem = problem();
        failure.set(problem);
        if (!problem.isEmpty() || busy.get()) {
            return;
        }
        busy.set(true);
        String member = name.get().strip();
        char[] secret = passphrase.get().toCharArray();
        String code = invitation.get();
        tasks.run(() -> {
            try {
                return enrol(member, secret, code);
            } finally {
                Arrays.fill(secret, ' ');
            }
        }, session -> {
            busy.set(false);
            passphrase.set("");
            repeated.set("");
            invitation.set("");
            done.accept(session);
        }, failed -> {
            busy.set(false);
            failure.set(failed.line());
        });
    }

    private Session enrol(String member, char[] secret, String code) {
        return Enrolment.enrol(keys, backend, member, secret, InvitationCode.parse(code).orElseThrow(
                () -> new CodedException("INVITATION_MALFORMED", MESSAGES.text("enrol.code.malformed"))));
    }

    private String problem() {
        if (name.get().isBlank()) {
            return MESSAGES.text("enrol.problem.name");
        }
        if (invitation.get().isBlank()) {
            return MESSAGES.text("enrol.problem.code");
        }
        String refusal = PassphraseStrength.refusal(passphrase.get(), name.get());
        if (!refusal.isEmpty()) {
            return refusal;
        }
        return passphrase.get().equals(repeated.get()) ? "" : MESSAGES.text("enrol.problem.repeated");
    }

    public ObservableValue<PassphraseStrength> strength() {
        return Bindings.createObjectBinding(() -> PassphraseStrength.of(passphrase.get(), name.get()), passphrase,
                name);
    }

    /** Whether the repeated passphrase is as long as the first but differs. */
    public BooleanBinding mismatch() {
        return Bindings.createBooleanBinding(() -> !repeated.get().isEmpty()
                && !passphrase.get().startsWith(repeated.get()), passphrase, repeated);
    }

    /** Whether this is a new organization's first owner, who enters no code. */
    public boolean isFirstRun() {
        return firstRun;
    }

    public StringProperty name() {
        return name;
    }

    public StringProperty passphrase() {
        return passphrase;
    }

    public StringProperty repeated() {
        return repeated;
    }

    public StringProperty invitation() {
        return invitation;
    }

    public ReadOnlyBooleanProperty busy() {
        return busy.getReadOnlyProperty();
    }

    /** The error or missing input; empty for none. */
    public ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }
}
