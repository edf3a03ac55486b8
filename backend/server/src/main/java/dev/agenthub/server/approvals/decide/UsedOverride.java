package dev.agenthub.server.approvals.decide;

import dev.agenthub.api.Acknowledgement;
import dev.agenthub.api.Alert;
import dev.agenthub.api.AlertFilter;
import dev.agenthub.api.OverrideAlert;
import dev.agenthub.api.RequestState;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A recorded override with its request: the row that an alert is made from. */
record UsedOverride(UUID id, UUID request, String title, RequestState state, @Nullable UUID agent, String askedBy,
        UUID member, String memberName, DecisionStatement said, Instant recordedAt) {

    private static final String SELECT = """
            select d.id, d.request_id, r.title, r.state, r.agent_id, coalesce(a.name, p.name) as asked_by,
                   d.member_id, m.name as member_name, d.statement, d.recorded_at
              from decision d
              join approval_request r on r.org_id = d.org_id and r.id = d.request_id
              join member m on m.org_id = d.org_id and m.id = d.member_id
              left join agent a on a.org_id = r.org_id and a.id = r.agent_id
              left join member p on p.org_id = r.org_id and p.id = r.proposer_id
             where d.org_id = :org and d.decision = 'override'
            """;

    private static final String ACKNOWLEDGED = """
            exists (select from alert_acknowledgement k
                     where k.org_id = d.org_id and k.decision_id = d.id and k.member_id = :caller)
            """;

    private static UsedOverride stored(ResultSet row) throws SQLException {
        return new UsedOverride(Rows.uuid(row, "id"), Rows.uuid(row, "request_id"), row.getString("title"),
                RequestState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                Rows.uuidOrNull(row, "agent_id"), row.getString("asked_by"), Rows.uuid(row, "member_id"),
                row.getString("member_name"), DecisionStatement.parse(row.getBytes("statement")),
                Rows.instant(row, "recorded_at"));
    }

    static Optional<UsedOverride> find(Handle handle, UUID org, UUID id) {
        return handle.createQuery(SELECT + " and d.id = :id").bind("org", org).bind("id", id)
                .map((row, _) -> stored(row)).findOne();
    }

    /** A page of overrides, newest first, after the given one. */
    static List<UsedOverride> page(Handle handle, MemberCaller caller, AlertFilter filter, @Nullable UUID after,
            int limit) {
        String which = switch (filter) {
            case OPEN -> " and not " + ACKNOWLEDGED;
            case ACKNOWLEDGED -> " and " + ACKNOWLEDGED;
            case ALL -> "";
        };
        return handle.createQuery(SELECT + which + (after == null ? "" : " and d.id < :after")
                + " order by d.id desc limit :limit")
                .bind("org", caller.org()).bindMap(after == null ? Map.of() : Map.of("after", after))
                .bindMap(filter == AlertFilter.ALL ? Map.of() : Map.of("caller", caller.member()))
                .bind("limit", limit).map((row, _) -> stored(row)).list();
    }

    /** The acknowledgements of these overrides, by override, oldest first. */
    static Map<UUID, List<Acknowledgement>> acknowledgements(Handle handle, UUID org, List<UsedOverride> overrides) {
        if (overrides.isEmpty()) {
            return Map.of();
        }
        return handle.createQuery("""
                select k.decision_id, k.member_id, m.name, k.acknowledged_at
                  from alert_acknowledgement k
                  join member m on m.org_id = k.org_id and m.id = k.member_id
                 where k.org_id = :org and k.decision_id = any (:overrides)
                 order by k.acknowledged_at, k.member_id
                """)
                .bind("org", org).bindArray("overrides", UUID.class, overrides.stream().map(UsedOverride::id).toList())
                .map((row, _) -> Map.entry(Rows.uuid(row, "decision_id"), new Acknowledgement(
                        Rows.uuid(row, "member_id"), row.getString("name"), Rows.instant(row, "acknowledged_at"))))
                .collect(Collectors.groupingBy(Map.Entry::getKey,
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    /** Records the caller's acknowledgement; false where it was recorded before. */
    boolean acknowledge(Handle handle, MemberCaller caller, Instant now) {
        return handle.createUpdate("""
                insert into alert_acknowledgement (org_id, decision_id, member_id, acknowledged_at)
                values (:org, :override, :member, :now) on conflict do nothing
                """)
                .bind("org", caller.org()).bind("override", id).bind("member", caller.member()).bind("now", now)
                .execute() == 1;
    }

    static long unacknowledged(Handle handle, UUID org) {
        return handle.createQuery("""
                select count(*) from decision d
                 where d.org_id = :org and d.decision = 'override'
                   and not exists (select from alert_acknowledgement k
                                    where k.org_id = d.org_id and k.decision_id = d.id and k.member_id <> d.member_id)
                """).bind("org", org).mapTo(Long.class).one();
    }

    Alert shown(MemberCaller caller, List<Acknowledgement> acknowledgements) {
        return new Alert(id, recordedAt,
                new OverrideAlert(request, title, state, agent, askedBy, member, memberName, said.reason()), null,
                Acknowledgement.of(acknowledgements, caller.member()), acknowledgements);
    }
}
