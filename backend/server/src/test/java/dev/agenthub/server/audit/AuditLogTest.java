package dev.agenthub.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.AuditEntry;
import dev.agenthub.api.Page;
import dev.agenthub.db.OrgContext;
import dev.agenthub.db.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.Chain;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.TestDatabase;
import dev.agenthub.server.http.events.EventStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuditLogTest {
    private static final Instant NOW = Instant.parse("2026-11-23T17:00:00.123456789Z");

    private final OrgTransactions transactions = TestDatabase.get().database().transactions();
    private final UUID org = TestDatabase.organization();
    private final AuditLog log = new AuditLog(new EventStream(), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void appendsEventsInOrderAndLinksThem() {
        assertThat(append("a", "b")).containsExactly(0L, 1L);
        assertThat(append("c")).containsExactly(2L);

        AuditLog.Head head = transactions.call(OrgContext.system(org), log::head);
        List<AuditEntry> entries = page(null, 10).items().reversed();
        Hash link = Chain.genesis(head.origin());
        for (int seq = 0; seq < 3; seq++) {
            link = Chain.link(seq, link, Chain.event(entries.get(seq).eventBytes()));
            assertThat(entries.get(seq).link()).isEqualTo(link.hex());
        }
        assertThat(head).isEqualTo(new AuditLog.Head(head.origin(), 3, link));
        assertThat(head.origin()).hasToString("test/org/" + org + "/1");
    }

    @Test
    void storesEventsInTheirCanonicalForm() {
        append("a");

        AuditEvent event = AuditEvent.parse(page(null, 1).items().getFirst().eventBytes());
        assertThat(event.org()).isEqualTo(org);
        assertThat(event.time()).isEqualTo(Instant.parse("2026-11-23T17:00:00.123456Z"));
        assertThat(event.actor()).isEqualTo(AuditLog.system());
        assertThat(event.id().version()).isEqualTo(7);
        assertThat(event.workspace()).isNull();
    }

    @Test
    void forgetsWhatWasAppendedInATransactionThatFailed() {
        assertThatThrownBy(() -> transactions.run(OrgContext.system(org), handle -> {
            log.append(handle, org, draft("a"));
            throw new IllegalStateException("the action failed");
        })).hasMessage("the action failed");
        assertThat(size()).isZero();
    }

    @Test
    void recordsNoEventFromTheMomentOnAfterWhichItMustNotStand() {
        assertThatThrownBy(() -> transactions.run(OrgContext.system(org), handle -> log.append(handle, org,
                draft("a"), draft("b").until(NOW.truncatedTo(ChronoUnit.MICROS)))))
                .isInstanceOf(TooLateException.class);
        assertThat(size()).isZero();

        transactions.run(OrgContext.system(org),
                handle -> log.append(handle, org, draft("c").until(NOW.plusMillis(1))));
        assertThat(size()).isEqualTo(1);
    }

    @Test
    void writesTimesThatNeverRunBackwardsHoweverManyAppendAtOnce() {
        AuditLog timed = new AuditLog(new EventStream(), Clock.systemUTC());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 150; i++) {
                threads.execute(() -> transactions.run(OrgContext.system(org),
                        handle -> timed.append(handle, org, draft("a"))));
            }
        }

        assertThat(page(null, AuditLog.PAGE_LIMIT).items().reversed())
                .extracting(entry -> AuditEvent.parse(entry.eventBytes()).time()).hasSize(150).isSorted();
    }

    @Test
    void pagesTheNewestFirstAndMissesNone() {
        for (int i = 0; i < 5; i++) {
            append("e" + i);
        }

        var first = page(null, 2);
        var second = page(Long.valueOf(first.next()), 2);
        var third = page(Long.valueOf(second.next()), 2);

        assertThat(first.items()).extracting(AuditEntry::seq).containsExactly(4L, 3L);
        assertThat(second.items()).extracting(AuditEntry::seq).containsExactly(2L, 1L);
        assertThat(third.items()).extracting(AuditEntry::seq).containsExactly(0L);
        assertThat(third.next()).isNull();
    }

    @Test
    void showsOneOrganizationNothingOfAnother() {
        append("a");
        UUID other = TestDatabase.organization();

        assertThat(transactions.call(OrgContext.system(other), handle -> log.newest(handle, null, 10)).items())
                .isEmpty();
    }

    private long size() {
        return transactions.call(OrgContext.system(org), log::head).size();
    }

    private List<Long> append(String... types) {
        EventDraft[] drafts = List.of(types).stream().map(AuditLogTest::draft).toArray(EventDraft[]::new);
        return transactions.call(OrgContext.system(org), handle -> log.append(handle, org, drafts));
    }

    private Page<AuditEntry> page(@Nullable Long before, int limit) {
        return transactions.call(OrgContext.system(org), handle -> log.newest(handle, before, limit));
    }

    private static EventDraft draft(String type) {
        return new EventDraft("test." + type, AuditLog.system(), new Subject("1", "test"), null,
                JsonObject.builder().put("text", "ü").build());
    }
}
