package dev.agenthub.db.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.agenthub.db.SharedDatabase;
import dev.agenthub.db.SharedDatabaseQueries;
import dev.agenthub.db.connection.Database;
import dev.agenthub.db.organization.OrgContext;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditAppendTest {
    private final Database database = SharedDatabase.get().database();
    private final UUID org = database.organizations().create("Audited", "test");
    private final OrgContext context = OrgContext.system(org);

    /** An entry's event as text and its link in hex. */
    private record Entry(long seq, String event, String link) {}

    @Test
    void anEmptyLogHasTheLinkOfItsOrigin() throws Exception {
        byte[] head = database.transactions().call(context,
                handle -> handle.createQuery("select link from audit.current_head()").mapTo(byte[].class).one());
        assertThat(head).isEqualTo(sha256(text("agenthub/audit/v1/genesis\n"), text("test/org/" + org + "/1")));
    }

    @Test
    void everyLinkIsTheOneThatTheSpecificationComputes() throws Exception {
        append(context, "{\"a\":1}", "{\"b\":\"ü\"}");
        append(context, "", "x");
        List<Entry> entries = entries(context);
        assertThat(entries).extracting(Entry::seq).containsExactly(0L, 1L, 2L, 3L);
        assertThat(entries).extracting(Entry::event).containsExactly(
                "{\"a\":1}",
                "{\"b\":\"ü\"}", "", "x");
        assertLinked(org, entries);
    }

    @Test
    void appendReportsThePlacesAndLinksItGave() {
        append(context, "first");
        List<Entry> given = append(context, "second", "third");
        List<Entry> stored = entries(context);
        assertThat(given).extracting(Entry::seq).containsExactly(1L, 2L);
        assertThat(given.get(1).link()).isEqualTo(stored.get(2).link());
    }

    @Test
    void aRolledBackAppendLeavesNoGap() throws Exception {
        append(context, "kept");
        assertThatThrownBy(() -> database.transactions().run(context, handle -> {
            append(handle, List.of(text("lost")));
            throw new IllegalStateException("no");
        })).hasMessage("no");
        append(context, "next");
        assertThat(entries(context)).extracting(Entry::event)
                .containsExactly("kept", "next");
        assertLinked(org, entries(context));
    }

    @Test
    void concurrentAppendsNeverForkTheLog() throws Exception {
        int writers = 8;
        int each = 25;
        try (ExecutorService executor = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                String name = "writer-" + writer + "-";
                running.add(executor.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        append(context, name + i, name + i + "-too");
                    }
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        }
        List<Entry> entries = entries(context);
        assertThat(entries).hasSize(writers * each * 2);
        assertLinked(org, entries);
    }

    @Test
    void refusesWhatIsNotAPlainListOfEvents() {
        assertThatThrownBy(() -> database.transactions().run(context,
                handle -> handle.execute("select * from audit.append(array[]::bytea[])")))
                .hasMessageContaining("plain array");
        assertThatThrownBy(() -> database.transactions().run(context,
                handle -> handle.execute("select * from audit.append(array['x', null]::bytea[])")))
                .hasMessageContaining("plain array");
        assertThatThrownBy(() -> database.transactions().run(context,
                handle -> handle.execute("select * from audit.append(null)"))).hasMessageContaining("plain array");
    }

    @Test
    void theApplicationCannotTouchTheLogInAnyOtherWay() {
        append(context, "kept");
        for (String attempt : List.of(
                "insert into audit.event (org_id, seq, event, link) select org_id, 9, event, link from audit.event",
                "update audit.event set event = 'x'", "delete from audit.event", "truncate audit.event",
                "update audit.head set size = 0", "delete from audit.head", "select * from audit.head",
                "alter table audit.event disable trigger append_only", "select audit.open_log('test')",
                "select audit.lock_head()", "select audit.facts('x')")) {
            assertThatThrownBy(() -> database.transactions().run(context, handle -> handle.execute(attempt)))
                    .as(attempt)
                    .hasMessageMatching("(?s).*(permission denied|must be owner|duplicate key).*");
        }
        assertLinkedQuietly();
    }

    @Test
    void evenTheSuperuserCannotChangeAnEntryByAccident() throws Exception {
        append(context, "kept");
        try (var superuser = SharedDatabase.get().superuserConnection(); var statement = superuser.createStatement()) {
            statement.execute("set session_replication_role = replica");
            assertThatThrownBy(() -> statement.execute("update audit.event set event = 'x'"))
                    .hasMessageContaining("append-only");
            assertThatThrownBy(() -> statement.execute("delete from audit.head")).hasMessageContaining("append-only");
        }
    }

    @Test
    void keepsBesideAnEntryWhatItIsLookedForBy() {
        append(context, event("approval.decided", "2026-11-23T10:00:00.000001Z"),
                event("approval.expired", "2026-11-23T09:00:00.000000Z"), "{\"type\":\"\\u0000\"}", "no event");

        assertThat(facts()).containsExactly(
                "approval.decided approval ada r1 00000000-0000-7000-8000-000000000001 2026-11-23 10:00:00.000001+00",
                // A clock that was set back does not take the log back.
                "approval.expired approval ada r1 00000000-0000-7000-8000-000000000001 2026-11-23 10:00:00.000001+00",
                "2026-11-23 10:00:00.000001+00", "2026-11-23 10:00:00.000001+00");

        append(context, event("approval.expired", "2026-11-23T09:30:00.000000Z"));
        assertThat(facts().getLast()).as("in a later transaction").endsWith(" 2026-11-23 10:00:00.000001+00");
    }

    /** The latest of these would be the time of all later entries. */
    @ParameterizedTest
    @ValueSource(strings = {"infinity", "-infinity", "10000-01-01T00:00:00Z", "12026-11-23T10:00:00Z",
            "9999-12-31T23:59:59.999999-00:01", "294276-12-31T23:59:59Z", "1969-12-31T23:59:59.999999Z",
            "1970-01-01T00:00:00+00:01", "0044-03-15T10:00:00Z BC", "now", "today", "tomorrow", "epoch", "allballs",
            "20261123T100001Z", "",
            "2026-11-23", "2026-11-23 10:00:01.000000Z", "2026-11-23T10:00:01Z", "2026-11-23T10:00:01.000Z",
            "2026-11-23T10:00:01.0000000Z",
            "2026-11-23T10:00:01.000000+00:00", "2026-11-23T10:00:01.000000", "2026-11-23T10:00:01.000000z",
            " 2026-11-23T10:00:01.000000Z",
            "2026-11-23T10:00:01.000000Z\\n", "1969-12-31T23:59:59.999999Z", "10000-01-01T00:00:00.000000Z",
            "2026-11-23T24:00:00.000000Z",
            "2026-11-23T10:00:60.000000Z", "2026-11-23T10:60:00.000000Z"})
    void refusesATimeThatNoEventHas(String time) {
        append(context, event("a", "2026-11-23T10:00:00.000000Z"));

        assertThatThrownBy(() -> append(context, event("b", "2026-11-23T10:00:01.000000Z"), event("b", time)))
                .hasMessageContaining("of an event is not YYYY-MM-DDTHH:MM:SS.ffffffZ, of the years 1970 to 9999");

        append(context, event("c", "2026-11-23T10:00:02.000000Z"));
        assertThat(facts()).hasSize(2).last().asString().startsWith("c ").endsWith(" 2026-11-23 10:00:02+00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-29T10:00:00.000000Z", "2026-13-01T10:00:00.000000Z",
            "2026-11-00T10:00:00.000000Z"})
    void refusesADayThatThereIsNot(String time) {
        assertThatThrownBy(() -> append(context, event("a", time))).hasMessageContaining("out of range");
    }

    @Test
    void takesTheFirstAndTheLastTimeThatAnEventMayHave() {
        append(context, event("a", "1970-01-01T00:00:00.000000Z"), event("a", "9999-12-31T23:59:59.999999Z"));

        assertThat(facts()).first().asString().endsWith(" 1970-01-01 00:00:00+00");
        assertThat(facts()).last().asString().endsWith(" 9999-12-31 23:59:59.999999+00");
    }

    @Test
    void findsThePlaceOfAMoment() {
        for (int minute = 10; minute < 15; minute++) {
            append(context, event("a", "2026-11-23T10:" + minute + ":00.000000Z"));
        }

        assertThat(placeAt("2026-11-23T10:00:00Z")).isZero();
        assertThat(placeAt("2026-11-23T10:12:00Z")).isEqualTo(2);
        assertThat(placeAt("2026-11-23T10:12:01Z")).isEqualTo(3);
        assertThat(placeAt("2026-11-23T11:00:00Z")).isEqualTo(5);
    }

    @Test
    void aRestoredLogGoesOnAsALaterIncarnationBesideTheOldOne() throws Exception {
        append(context, "old", "older");
        String origin = restore(3);
        append(context, "new");

        assertThat(origin).isEqualTo("test/org/" + org + "/3");
        byte[] genesis = sha256(text("agenthub/audit/v1/genesis\n"), text(origin));
        byte[] link = sha256(text("agenthub/audit/v1/link\n"), new byte[8], genesis,
                sha256(text("agenthub/audit/v1/event\n"), text("new")));
        assertThat(heads()).containsExactly("3 1 " + hex(link), "1 2 " + entries(context).get(2).link());
        assertThat(entries(context)).extracting(Entry::event).containsExactlyInAnyOrder("old", "older", "new");
    }

    @Test
    void aLogIsRestoredByTheSystemAloneAndOnlyForward() {
        append(context, "kept");
        for (int next : List.of(1, 0, -1)) {
            assertThatThrownBy(() -> restore(next)).hasMessageContaining("later incarnation");
        }
        OrgContext member = OrgContext.member(org, UUID.randomUUID());
        assertThatThrownBy(() -> database.transactions().run(member,
                handle -> handle.execute("select audit.restore_log(2)")))
                .hasMessageContaining("of the kind member may not");
    }

    @Test
    void appendersThatWaitWhileALogIsRestoredGoOnInTheNewIncarnation() throws Exception {
        append(context, "old");
        String waiting = "select pid from pg_stat_activity where usename = 'hub_app' and wait_event_type = 'Lock'";
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            database.transactions().run(context, handle -> {
                handle.execute("select audit.restore_log(2)");
                for (int i = 0; i < 4; i++) {
                    running.add(executor.submit(() -> append(context, "new")));
                }
                await().until(() -> SharedDatabaseQueries.superuser(waiting).size() == 4);
            });
            for (Future<?> future : running) {
                future.get();
            }
        }
        assertThat(heads()).extracting(head -> head.substring(0, 3)).containsExactly("2 4", "1 1");
    }

    @Test
    void anIncarnationThatIsClosedStaysClosed() throws Exception {
        append(context, "old");
        restore(2);
        try (var superuser = SharedDatabase.get().superuserConnection(); var statement = superuser.createStatement()) {
            assertThatThrownBy(() -> statement.execute("update audit.head set size = 9 where org_id = '" + org
                    + "' and incarnation = 1")).hasMessageContaining("closed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"link = sha256('x')", "size = size - 1", "origin = 'test/org/x/1', size = size + 1",
            "incarnation = 7, size = size + 1"})
    void aHeadOnlyGrows(String change) throws Exception {
        append(context, "kept");
        try (var superuser = SharedDatabase.get().superuserConnection(); var statement = superuser.createStatement()) {
            assertThatThrownBy(
                    () -> statement.execute("update audit.head set " + change + " where org_id = '" + org + "'"))
                    .hasMessageContaining("append-only");
        }
    }

    private String restore(int next) {
        return database.transactions().call(context, handle -> handle.createQuery("select audit.restore_log(:next)")
                .bind("next", next).mapTo(String.class).one());
    }

    private List<String> heads() {
        return database.transactions().call(context,
                handle -> handle.createQuery(
                        "select incarnation || ' ' || size || ' ' || encode(link, 'hex') from audit.heads()")
                        .mapTo(String.class).list());
    }

    private List<String> facts() {
        return database.transactions().call(context, handle -> {
            handle.execute("set local time zone 'UTC'");
            return handle.createQuery("""
                    select concat_ws(' ', event_type, family, actor_id, subject_id, workspace_id, event_time)
                      from audit.event order by seq
                    """).mapTo(String.class).list();
        });
    }

    private long placeAt(String moment) {
        return database.transactions().call(context,
                handle -> handle.createQuery("select audit.place_at(1, cast(:moment as timestamptz))")
                        .bind("moment", moment).mapTo(Long.class).one());
    }

    private static String event(String type, String time) {
        return """
                {"actor":{"id":"ada"},"subject":{"id":"r1"},"time":"%s","type":"%s",\
                "workspace":"00000000-0000-7000-8000-000000000001"}""".formatted(time, type);
    }

    private void assertLinkedQuietly() {
        try {
            assertLinked(org, entries(context));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private List<Entry> append(OrgContext as, String... events) {
        List<byte[]> bytes = new ArrayList<>();
        for (String event : events) {
            bytes.add(text(event));
        }
        return database.transactions().call(as, handle -> append(handle, bytes));
    }

    private static List<Entry> append(Handle handle, List<byte[]> events) {
        return handle.createQuery("select seq, link from audit.append(:events)")
                .bind("events", events.toArray(byte[][]::new))
                .map((row, at) -> new Entry(row.getLong("seq"), "", hex(row.getBytes("link")))).list();
    }

    private List<Entry> entries(OrgContext as) {
        return database.transactions().call(as,
                handle -> handle.createQuery("select seq, event, link from audit.event order by seq")
                        .map((row, at) -> new Entry(row.getLong(1), new String(row.getBytes(2), StandardCharsets.UTF_8),
                                hex(row.getBytes(3))))
                        .list());
    }

    private static void assertLinked(UUID org, List<Entry> entries) throws Exception {
        byte[] previous = sha256(text("agenthub/audit/v1/genesis\n"), text("test/org/" + org + "/1"));
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            assertThat(entry.seq()).isEqualTo(i);
            byte[] hash = sha256(text("agenthub/audit/v1/event\n"), text(entry.event()));
            previous = sha256(text("agenthub/audit/v1/link\n"), ByteBuffer.allocate(8).putLong(i).array(), previous,
                    hash);
            assertThat(entry.link()).as("link %s", i).isEqualTo(hex(previous));
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sha256(byte[]... parts) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return MessageDigest.getInstance("SHA-256").digest(all.toByteArray());
    }
}
