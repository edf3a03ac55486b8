package dev.agenthub.app.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.testing.ImmediateTasks;
import dev.agenthub.app.testing.People;
import dev.agenthub.app.testing.TestBackend;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three members signed in at one desktop: whose turn is next, and what is left of those whose sessions end. */
final class IdentitiesTest {
    private final TestBackend backend = new TestBackend();
    private final BackendClient client = new BackendClient(backend.uri());
    private final ImmediateTasks tasks = new ImmediateTasks();
    private final Identities identities = new Identities(tasks);
    private final Session ada = People.signIn(backend, client, "Ada Lind");
    private final Session ben = People.signIn(backend, client, "Ben Osei");
    private final Session cem = People.signIn(backend, client, "Cem Arslan");

    @AfterEach
    void close() {
        client.close();
        backend.close();
    }

    private void addAll() {
        identities.add(ada);
        identities.add(ben);
        identities.add(cem);
    }

    private static void assertWiped(Session session) {
        assertThatThrownBy(() -> session.signer().sign(new byte[]{1})).isInstanceOf(RuntimeException.class);
    }

    @Test
    void goesRoundInTheOrderOfSigningIn() {
        assertThat(identities.after(null)).isNull();
        identities.add(ada);
        assertThat(identities.after(ada)).as("nobody else").isNull();
        assertThat(identities.after(null)).isEqualTo(ada);
        identities.add(ben);
        identities.add(cem);

        assertThat(identities.after(null)).isEqualTo(ada);
        assertThat(identities.after(ada)).isEqualTo(ben);
        assertThat(identities.after(ben)).isEqualTo(cem);
        assertThat(identities.after(cem)).isEqualTo(ada);
    }

    @Test
    void findsTheSessionByItsKey() {
        addAll();
        KeyCard card = new KeyCard("Ben Osei", TestBackend.ORG, null, null, ben.signer().keyId(), "", "", "");
        assertThat(identities.of(card)).contains(ben);

        identities.end(ben, () -> {});
        assertThat(identities.of(card)).isEmpty();
    }

    @Test
    void endsOneSessionAndLeavesTheOthers() {
        addAll();
        identities.end(ben, () -> {});

        assertWiped(ben);
        assertThat(backend.signOuts).hasValue(1);
        assertThat(identities.holds(ben)).isFalse();
        assertThat(identities.after(ada)).isEqualTo(cem);
        assertThat(ada.signer().sign(new byte[]{1})).isNotEmpty();
    }

    @Test
    void saysThatAllHaveEndedOnceTheLastHas() {
        AtomicInteger said = new AtomicInteger();
        identities.endAll(said::incrementAndGet);
        assertThat(said).as("there was nobody").hasValue(1);
        addAll();
        tasks.hold();

        identities.endAll(said::incrementAndGet);
        assertThat(identities.isEmpty()).isTrue();
        assertWiped(ada);
        assertWiped(cem);
        tasks.releaseOne();
        tasks.releaseOne();
        assertThat(said).hasValue(1);
        tasks.releaseOne();
        assertThat(said).hasValue(2);
        assertThat(backend.signOuts).hasValue(3);
    }

    /** A backend that does not answer keeps nobody from closing the window. */
    @Test
    void saysSoAlsoWhereTheBackendIsGone() {
        addAll();
        backend.close();
        AtomicInteger said = new AtomicInteger();

        identities.endAll(said::incrementAndGet);
        assertThat(said).hasValue(1);
        assertWiped(ben);
    }
}
