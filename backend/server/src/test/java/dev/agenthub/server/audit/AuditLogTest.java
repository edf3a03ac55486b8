package dev.agenthub.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.AuditEntry;
import dev.agenthub.api.AuditFilter;
import dev.agenthub.api.Page;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.ActorKind;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.Chain;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.TestDatabase;
import dev.agenthub.server.events.EventStream;
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
    void recordsNoEventAsOfBeforeItWasDecided() {
        Instant decided = Instant.parse("2026-11-23T17:00:05.654321Z");
        transactions.run(OrgContext.system(org), handle -> log.append(handle, org, draft("a"), draft("b").from(decided),
                draft("c").from(NOW.minusSeconds(1))));
        append("d");

        assertThat(page(null, 10).items().reversed()).extracting(entry -> AuditEvent.parse(entry.eventBytes()).time())
                .containsExactly(decided, decided, decided, NOW.truncatedTo(ChronoUnit.MICROS));
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
            append("e");
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

    @Test
    void findsEntriesByWhatTheyAreAbout() {
        UUID workspace = UUID.randomUUID();
        Actor ada = new Actor("ada", ActorKind.MEMBER, "Ada");
        transactions.run(OrgContext.system(org), handle -> {
            log.append(handle, org, about("approval.requested", AuditLog.system(), "r1", workspace));
            log.append(handle, org, about("approval.decided", ada, "r1", workspace),
                    about("approval.decided", ada, "r2", null), about("approvals.counted", ada, "r2", null));
            log.append(handle, org, about("run.started", AuditLog.system(), "r1", null),
                    about("run.a.b", AuditLog.system(), "r3", null), about("run.ab", AuditLog.system(), "r3", null));
        });

        assertThat(found(filter("approval.decided", null, null, null))).containsExactly(2L, 1L);
        assertThat(found(filter("approval.", null, null, null))).containsExactly(2L, 1L, 0L);
        assertThat(found(filter("run.a.", null, null, null))).containsExactly(5L);
        assertThat(found(filter(null, "ada", null, null))).containsExactly(3L, 2L, 1L);
        assertThat(found(filter(null, null, "r1", null))).containsExactly(4L, 1L, 0L);
        assertThat(found(filter(null, null, null, workspace))).containsExactly(1L, 0L);
        assertThat(found(filter("approval.", "ada", "r1", workspace))).containsExactly(1L);
        assertThat(found(filter("approval.expired", null, null, null))).isEmpty();
    }

    @Test
    void findsEntriesByTheirTime() {
        Instant start = NOW.truncatedTo(ChronoUnit.MICROS);
        for (int minute = 0; minute < 4; minute++) {
            AuditLog then = new AuditLog(new EventStream(), Clock.fixed(NOW.plusSeconds(60L * minute), ZoneOffset.UTC));
            transactions.run(OrgContext.system(org), handle -> then.append(handle, org, draft("a"), draft("b")));
        }

        assertThat(found(between(start.plusSeconds(60), start.plusSeconds(180)))).containsExactly(5L, 4L, 3L, 2L);
        assertThat(found(between(start.plusSeconds(61), null))).containsExactly(7L, 6L, 5L, 4L);
        assertThat(found(between(null, start))).isEmpty();
        assertThat(found(between(start.plusSeconds(999), null))).isEmpty();
    }

    @Test
    void pagesThroughWhatAFilterLetsThrough() {
        for (int i = 0; i < 9; i++) {
            append(i % 2 == 0 ? "even" : "odd");
        }
        AuditFilter even = filter("test.even", null, null, null);

        var first = page(even, null, 3);
        var second = page(even, Long.valueOf(first.next()), 3);

        assertThat(first.items()).extracting(AuditEntry::seq).containsExactly(8L, 6L, 4L);
        assertThat(second.items()).extracting(AuditEntry::seq).containsExactly(2L, 0L);
        assertThat(second.next()).isNull();
    }

    private static EventDraft about(String type, Actor actor, String subject, @Nullable UUID workspace) {
        return new EventDraft(type, actor, new Subject(subject, "request"), workspace, JsonObject.builder().build());
    }

    private static AuditFilter filter(@Nullable String type, @Nullable String actor, @Nullable String subject,
            @Nullable UUID workspace) {
        return new AuditFilter(type, actor, subject, workspace, null, null, null);
    }

    private static AuditFilter between(@Nullable Instant from, @Nullable Instant until) {
        return new AuditFilter(null, null, null, null, from, until, null);
    }

    private List<Long> found(AuditFilter filter) {
        return page(filter, null, 200).items().stream().map(AuditEntry::seq).toList();
    }

    private Page<AuditEntry> page(AuditFilter filter, @Nullable Long before, int limit) {
        return transactions.call(OrgContext.system(org), handle -> log.newest(handle, filter, before, limit));
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
