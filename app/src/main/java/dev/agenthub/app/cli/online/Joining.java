package dev.agenthub.app.cli.online;

import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.BackendException;
import dev.agenthub.app.client.Enrolment;
import dev.agenthub.app.client.InvitationCode;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.client.SignIn;
import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.platform.KeyFiles;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Enrols a new key with a one-time code, or signs in with a key created earlier. */
public final class Joining {
    /** The help text of an option with the name under which a person joins. */
    public static final String NAME_HELP = "How others see you.";

    /** The code of a text that is no invitation's link or code. */
    public static final String MALFORMED = "INVITATION_MALFORMED";

    private final KeyFiles keys;
    private final BackendClient client;
    private final Passphrase passphrase;

    public Joining(KeyFiles keys, BackendClient client, Passphrase passphrase) {
        this.keys = keys;
        this.client = client;
        this.passphrase = passphrase;
    }

    public static InvitationCode code(String text) {
        return InvitationCode.parse(text).orElseThrow(() -> CommandFailure
                .notDone(MALFORMED, "This is not an invitation’s link: https://…/join#ahi_…"));
    }

    /** The key of this device for the code's organization; with a name, only that person's. */
    public Optional<KeyCard> earlier(InvitationCode code, @Nullable String name) {
        return keys.list().cards().stream()
                .filter(card -> card.org().equals(code.org()) && (name == null || card.name().equals(name)))
                .findFirst();
    }

    /** Enrols a new key, encrypted with a newly chosen passphrase. */
    public Session join(InvitationCode code, String name) {
        char[] secret = passphrase.chosen(name);
        try {
            return Enrolment.enrol(keys, client, name, secret, code);
        } finally {
            Arrays.fill(secret, ' ');
        }
    }

    public Session signIn(KeyCard card) {
        char[] secret = passphrase.of(card.name());
        try {
            return SignIn.with(keys, card, secret, client);
        } finally {
            Arrays.fill(secret, ' ');
        }
    }

    /** Signs in with a key. Empty where its enrolment never reached the backend; the key is then deleted. */
    public Optional<Session> resume(KeyCard card) {
        try {
            return Optional.of(signIn(card));
        } catch (BackendException e) {
            if (card.member() != null || e.status() == 0) {
                throw e;
            }
            keys.discard(card);
            return Optional.empty();
        }
    }
}
