package dev.agenthub.app.ui.signin;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.client.SignIn;
import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.TaskRunner;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** Unlocks a key of this device and opens a session with it. */
public final class SignInViewModel {
    private static final Messages MESSAGES = Messages.of(SignInViewModel.class);

    private final KeyFiles keys;
    private final BackendClient backend;
    private final TaskRunner tasks;
    private final Consumer<Session> done;
    private final SignedInMembers signedIn;
    private final List<KeyCard> people;
    private final ObjectProperty<@Nullable KeyCard> person = new SimpleObjectProperty<>();
    private final StringProperty passphrase = new SimpleStringProperty("");
    private final KeyOpening opening;

    /** Signs in with any key of this device. */
    public SignInViewModel(KeyFiles keys, BackendClient backend, TaskRunner tasks, Consumer<Session> done,
            SignedInMembers signedIn) {
        this(keys, keys.list(), backend, tasks, done, signedIn);
    }

    /** Signs in with this key only. */
    public SignInViewModel(KeyFiles keys, KeyCard only, BackendClient backend, TaskRunner tasks,
            Consumer<Session> done) {
        this(keys, new KeyFiles.Listing(List.of(only), List.of()), backend, tasks, done,
                SignedInMembers.NOBODY);
    }

    private SignInViewModel(KeyFiles keys, KeyFiles.Listing listing, BackendClient backend, TaskRunner tasks,
            Consumer<Session> done, SignedInMembers signedIn) {
        this.keys = keys;
        this.backend = backend;
        this.tasks = tasks;
        this.done = done;
        this.signedIn = signedIn;
        this.opening = new KeyOpening(tasks);
        this.people = listing.cards();
        if (!people.isEmpty()) {
            person.set(people.getFirst());
        }
        opening.say(listing.damaged().stream().map(damage -> Failure.of(damage).line())
                .collect(Collectors.joining("\n")));
    }

    /** Shows why a member has to sign in again, and selects their key; null for none. */
    void cameBack(@Nullable KeyCard card, String why) {
        people.stream().filter(one -> one.equals(card)).findFirst().ifPresent(person::set);
        opening.say(why);
    }

    /** Signs in with the selected key; a member already signed in continues. */
    public void signIn() {
        KeyCard card = person.get();
        if (opening.busy().get()) {
            return;
        }
        if (card != null && isUnlocked(card)) {
            signedIn.showScreens().accept(card);
            return;
        }
        if (card == null || passphrase.get().isEmpty()) {
            opening.say(MESSAGES.text(card == null ? "signin.problem.person" : "signin.problem.passphrase"));
            return;
        }
        opening.begin(passphrase.get(),
                (secret, cancellation) -> SignIn.with(keys, card, secret, backend, cancellation), done,
                this::letGo, () -> passphrase.set(""));
    }

    /** Whether the key's member is already signed in at this desktop. */
    public boolean isUnlocked(KeyCard card) {
        return signedIn.contains().test(card);
    }

    /** Cancels unlocking and sign-in. A session that still opens is ended. */
    public void cancel() {
        opening.cancel();
    }

    private void letGo(Session session) {
        session.signer().close();
        tasks.run(() -> {
            session.client().signOut();
            return true;
        }, _ -> {}, _ -> {});
    }

    /** The keys on this device. */
    public List<KeyCard> people() {
        return people;
    }

    public ObjectProperty<@Nullable KeyCard> person() {
        return person;
    }

    public StringProperty passphrase() {
        return passphrase;
    }

    public ReadOnlyBooleanProperty busy() {
        return opening.busy();
    }

    /** The error or missing input; empty for none. */
    public ReadOnlyStringProperty failure() {
        return opening.failure();
    }
}
