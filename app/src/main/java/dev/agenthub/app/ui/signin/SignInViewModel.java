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
    private final Unlocked unlocked;
    private final List<KeyCard> people;
    private final ObjectProperty<@Nullable KeyCard> person = new SimpleObjectProperty<>();
    private final StringProperty passphrase = new SimpleStringProperty("");
    private final KeyOpening opening;

    /** Of anybody with a key on this device. */
    public SignInViewModel(KeyFiles keys, BackendClient backend, TaskRunner tasks, Consumer<Session> done,
            Unlocked unlocked) {
        this(keys, keys.list(), backend, tasks, done, unlocked);
    }

    /** Of one of them alone. */
    public SignInViewModel(KeyFiles keys, KeyCard only, BackendClient backend, TaskRunner tasks,
            Consumer<Session> done) {
        this(keys, new KeyFiles.Listing(List.of(only), List.of()), backend, tasks, done,
                Unlocked.NOBODY);
    }

    private SignInViewModel(KeyFiles keys, KeyFiles.Listing listing, BackendClient backend, TaskRunner tasks,
            Consumer<Session> done, Unlocked unlocked) {
        this.keys = keys;
        this.backend = backend;
        this.tasks = tasks;
        this.done = done;
        this.unlocked = unlocked;
        this.opening = new KeyOpening(tasks);
        this.people = listing.cards();
        if (!people.isEmpty()) {
            person.set(people.getFirst());
        }
        opening.say(listing.damaged().stream().map(damage -> Failure.of(damage).line())
                .collect(Collectors.joining("\n")));
    }

    /** Says why somebody has to sign in again, and chooses them; null for nobody. */
    void cameBack(@Nullable KeyCard card, String why) {
        people.stream().filter(one -> one.equals(card)).findFirst().ifPresent(person::set);
        opening.say(why);
    }

    /** Whoever is signed in already goes on. */
    public void signIn() {
        KeyCard card = person.get();
        if (opening.busy().get()) {
            return;
        }
        if (card != null && isUnlocked(card)) {
            unlocked.goOn().accept(card);
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

    /** Whether they are signed in at this desktop already. */
    public boolean isUnlocked(KeyCard card) {
        return unlocked.is().test(card);
    }

    /** Stops unlocking and signing in. A session that opens nevertheless is ended. */
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

    /** People with a key on this device. */
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

    /** What is missing or went wrong; empty otherwise. */
    public ReadOnlyStringProperty failure() {
        return opening.failure();
    }
}
