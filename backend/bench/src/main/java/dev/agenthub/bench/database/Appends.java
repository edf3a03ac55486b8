package dev.agenthub.bench.database;

import dev.agenthub.bench.parts.Sample;
import dev.agenthub.db.organization.OrgContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Appends to audit logs, against inserts of the same columns under the same indexes. */
final class Appends {

    private static final String TABLE = """
            create table if not exists event (
                org_id uuid not null, incarnation int not null, seq bigint not null, event bytea not null, link bytea not null,
                recorded_at timestamptz not null default clock_timestamp(), event_type text collate "C", family text collate "C",
                actor_id text collate "C", subject_id text collate "C", workspace_id uuid, event_time timestamptz,
                primary key (org_id, incarnation, seq));
            create index if not exists event_by_type on event (org_id, incarnation, event_type, seq);
            create index if not exists event_by_family on event (org_id, incarnation, family, seq);
            create index if not exists event_by_actor on event (org_id, incarnation, actor_id, seq);
            create index if not exists event_by_subject on event (org_id, incarnation, subject_id, seq);
            create index if not exists event_by_workspace on event (org_id, incarnation, workspace_id, seq) where workspace_id is not null;
            """;
    private static final String INSERT = """
            insert into event (org_id, incarnation, seq, event, link, event_type, family, actor_id, subject_id, workspace_id, event_time)
            values (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final OffsetDateTime TIME = OffsetDateTime.parse("2026-01-01T06:00:00Z");

    private final Server server;
    private final byte[] event = Sample.event();
    private final byte[] link = new byte[32];
    private final AtomicLong places = new AtomicLong();

    Appends(Server server) throws SQLException {
        this.server = server;
        server.executePlain(TABLE);
    }

    /** So many events in one transaction, to the log of an organization. */
    void append(UUID org, int count) {
        byte[][] events = new byte[count][];
        Arrays.fill(events, event);
        server.transactions().run(OrgContext.system(org), handle -> handle
                .createQuery("select seq from audit.append(:events) order by seq").bind("events", events)
                .mapTo(Long.class).list());
    }

    /** So many rows in one transaction. */
    void insert(UUID org, int count) throws SQLException {
        try (Connection connection = server.plain(); PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (int i = 0; i < count; i++) {
                insert.setObject(1, org);
                insert.setLong(2, places.getAndIncrement());
                insert.setBytes(3, event);
                insert.setBytes(4, link);
                insert.setString(5, "connector.called");
                insert.setString(6, "connector");
                insert.setString(7, "agenthub");
                insert.setString(8, "018f5a1e-7f9f-7d99-88e9-57ed99d5d900");
                insert.setObject(9, null);
                insert.setObject(10, TIME);
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
    }
}
