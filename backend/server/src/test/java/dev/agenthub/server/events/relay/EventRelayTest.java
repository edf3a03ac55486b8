package dev.agenthub.server.events.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.ServerEvent;
import dev.agenthub.db.connection.Database;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.server.TestDatabase;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.cluster.BackendInstance;
import dev.agenthub.server.events.EventStream;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests what the listeners of one backend get of what another one appends, with and without its notices. */
class EventRelayTest {
    private static final SecretBytes KEY = SecretBytes.random(EventRelay.KEY_LENGTH);

    private final Database database = TestDatabase.get().database();
    private final UUID org = TestDatabase.organization();
    private final List<ServerEvent> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger rechecks = new AtomicInteger();
    private final Backend here = new Backend(KEY);
    private final Backend there = new Backend(KEY);
    /** Its notices cannot be read, as those of a backend that died before it sent them. */
    private final Backend silent = new Backend(SecretBytes.random(EventRelay.KEY_LENGTH));
    private EventStream.Subscription listening = listen();

    private final class Backend {
        private final EventStream events = new EventStream();
        private final AuditLog audit = new AuditLog(events, Clock.systemUTC());
        private final EventRelay relay;

        Backend(SecretBytes key) {
            relay = EventRelay.start(database, events, audit, BackendInstance.shared(), key);
        }

        /** Appends events of these types; returns the log's size after them. */
        long append(String... types) {
            return database.transactions().call(OrgContext.system(org), handle -> audit.append(handle, org,
                    Stream.of(types).map(type -> new EventDraft(type, AuditLog.system(), new Subject("1", "test"), null,
                            JsonObject.builder().build())).toArray(EventDraft[]::new)))
                    .getLast() + 1;
        }
    }

    private EventStream.Subscription listen() {
        return here.events.subscribe(org, numbered -> heard.add(numbered.event()), () -> {},
                rechecks::incrementAndGet);
    }

    @AfterEach
    void close() {
        listening.close();
        Stream.of(here, there, silent).forEach(backend -> backend.relay.close());
    }

    private static ServerEvent[] appended(long... sizes) {
        return LongStream.of(sizes).mapToObj(ServerEvent::appended).toArray(ServerEvent[]::new);
    }

    @Test
    void deliversOnceAndInOrderWhatBothBackendsAppend() {
        List<ServerEvent> elsewhere = new CopyOnWriteArrayList<>();
        try (EventStream.Subscription _ = there.events.subscribe(org, numbered -> elsewhere.add(numbered.event()))) {
            long size = here.append("test");
            await().until(() -> elsewhere.contains(ServerEvent.appended(size)));

            there.append("test");
            there.append("test", "test");
            await().until(() -> heard.contains(ServerEvent.appended(size + 3)));
            assertThat(heard).containsExactly(appended(size, size + 1, size + 3));
            await().until(() -> elsewhere.contains(ServerEvent.appended(size + 3)));
            assertThat(elsewhere).containsExactly(appended(size, size + 1, size + 3));
        }
    }

    @Test
    void readsInTheLogWhatNoNoticeNamedAndDeliversItOnce() {
        here.relay.catchUp();
        assertThat(heard).as("what was there before is read by whoever begins to listen").isEmpty();

        long size = silent.append("test", "test");
        here.relay.catchUp();
        assertThat(heard).containsExactly(appended(size));
        here.relay.catchUp();
        there.append("test");
        await().until(() -> heard.contains(ServerEvent.appended(size + 1)));
        here.append("test");
        here.relay.catchUp();
        assertThat(heard).containsExactly(appended(size, size + 1, size + 2));
    }

    @Test
    void deliversWhatWasAppendedBetweenASubscriptionAndTheFirstPass() {
        long size = silent.append("test");
        here.relay.catchUp();
        assertThat(heard).containsExactly(appended(size));

        listening.close();
        listening = listen();
        silent.append("test");
        here.relay.catchUp();
        assertThat(heard).containsExactly(appended(size, size + 1));
    }

    @Test
    void readsManyEntriesInParts() {
        here.relay.catchUp();
        long before = silent.append("test");
        String[] types = Stream.generate(() -> "test").limit(1_000).toArray(String[]::new);
        types[500] = EventType.BILLING_CAP_REACHED;
        silent.append(types);

        here.relay.catchUp();
        assertThat(heard).containsExactly(ServerEvent.appended(before - 1 + 500), ServerEvent.capReached(),
                ServerEvent.appended(before - 1 + 1_000), ServerEvent.appended(before + 1_000));
    }

    @Test
    void letsListenersCheckTheirAccessWhereAnotherBackendChangedIt() {
        long size = there.append("test");
        await().until(() -> heard.contains(ServerEvent.appended(size)));
        assertThat(rechecks).hasValue(0);

        there.append(EventType.MEMBER_KEY_REVOKED);
        await().until(() -> heard.contains(ServerEvent.appended(size + 1)));
        assertThat(rechecks).hasValue(1);
    }

    @Test
    void keepsNothingOfAnOrganizationThatNobodyListensTo() {
        here.relay.catchUp();
        listening.close();
        here.relay.catchUp();
        silent.append("test");
        listening = listen();

        here.relay.catchUp();
        assertThat(heard).as("whoever begins to listen reads the rest").isEmpty();
    }
}
