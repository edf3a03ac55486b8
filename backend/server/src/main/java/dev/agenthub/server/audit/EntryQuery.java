package dev.agenthub.server.audit;

import dev.agenthub.api.AuditEntry;
import dev.agenthub.api.AuditFilter;
import dev.agenthub.api.Page;
import dev.agenthub.evidence.hash.Hash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of one incarnation of a log that match a filter, newest first.
 *
 * <p>Each condition is an equality that an index answers in the order of sequence numbers;
 * a time is first translated to a sequence number, since times never decrease along a log.
 */
final class EntryQuery {
    private final Handle handle;
    private final int incarnation;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();
    private long first;
    private long end = Long.MAX_VALUE;

    EntryQuery(Handle handle, AuditFilter filter, int incarnation) {
        this.handle = handle;
        this.incarnation = incarnation;
        type(filter.type());
        equal("actor_id", filter.actor());
        equal("subject_id", filter.subject());
        equal("workspace_id", filter.workspace());
        if (filter.from() != null) {
            first = placeAt(filter.from());
        }
        if (filter.until() != null) {
            end = placeAt(filter.until());
        }
    }

    private void type(@Nullable String type) {
        if (type == null || !type.endsWith(".")) {
            equal("event_type", type);
            return;
        }
        int dot = type.indexOf('.');
        equal("family", type.substring(0, dot));
        if (dot < type.length() - 1) {
            // The column sorts by bytes, in which the slash follows the dot.
            conditions.add("event_type >= :beginning and event_type < :afterwards");
            values.put("beginning", type);
            values.put("afterwards", type.substring(0, type.length() - 1) + "/");
        }
    }

    private void equal(String column, @Nullable Object value) {
        if (value != null) {
            conditions.add(column + " = :" + column);
            values.put(column, value);
        }
    }

    private long placeAt(Instant moment) {
        return handle.createQuery("select audit.place_at(:log, :moment)").bind("log", incarnation)
                .bind("moment", moment).mapTo(Long.class).one();
    }

    /** The entries before this sequence number; null for the newest. */
    Page<AuditEntry> page(@Nullable Long before, int limit) {
        StringBuilder sql = new StringBuilder(
                """
                        select seq, link, event
                          from audit.event
                         where org_id = (select sec.current_org()) and incarnation = :incarnation and seq >= :first and seq < :end
                        """);
        conditions.forEach(condition -> sql.append(" and ").append(condition));
        Query query = handle.createQuery(sql.append(" order by seq desc limit :limit").toString())
                .bind("incarnation", incarnation)
                .bind("first", first)
                .bind("end", before == null ? end : Math.min(before, end))
                .bind("limit", limit + 1);
        values.forEach(query::bind);
        List<AuditEntry> entries = query.map((row, _) -> AuditEntry.of(row.getLong("seq"),
                Hash.of(row.getBytes("link")).hex(), row.getBytes("event"))).list();
        if (entries.size() <= limit) {
            return new Page<>(entries, null);
        }
        List<AuditEntry> page = entries.subList(0, limit);
        return new Page<>(page, Long.toString(page.getLast().seq()));
    }
}
