package dev.agenthub.server.approvals.list;

import dev.agenthub.api.RequestFilter;
import dev.agenthub.db.connection.StaticSql;
import dev.agenthub.server.approvals.decide.EligibleVoters;
import dev.agenthub.server.approvals.requests.SearchText;
import dev.agenthub.server.delegations.DelegationRows;
import dev.agenthub.server.identity.StoredMember;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The SQL conditions of a filter on a request with the alias {@code q}, except state and risk. */
record RequestConditions(UUID org, RequestFilter filter, StoredMember caller, Instant now) {

    /**
     * The conditions under which {@link EligibleVoters} lets the caller approve now; a test compares both. Adding an
     * interval of 0 keeps the planner from using the index on expiry instead of the one for the order of the list.
     */
    private static final String MINE = """
             and q.state = 'pending' and q.expires_at + interval '0' > :now and q.proposer_id is distinct from :me and :me <> all (q.editors || q.speakers)
             and not exists (select from agent a where a.org_id = q.org_id and a.id = q.agent_id and a.owner_id = :me)
             and not exists (select from agent_key k where k.org_id = q.org_id and k.agent_id = q.agent_id and k.shown_to = :me
                                and k.revoked_at is null)
             and (exists (select from jsonb_array_elements(q.required) e where e ->> 'group' = any (:groups))
                  or q.escalated_at is not null and q.terms #>> '{escalation,group}' = any (:groups)
                  or :delegate and exists (select from hub.counts_in(q.org_id, q.id, :me, :now) g
                                            where g in (select e ->> 'group' from jsonb_array_elements(q.required) e)))
             and not exists (select from json_array_elements_text(q.terms -> 'excludedMembers') e where e = cast(:me as text))
             and not exists (select from json_array_elements_text(q.terms -> 'excludedGroups') e where e = any (:groups))
             and not exists (select from decision d where d.org_id = q.org_id and d.request_id = q.id and d.member_id = :me
                                and d.decision <> 'withdraw'
                                and not exists (select from decision l where l.org_id = d.org_id and l.request_id = d.request_id
                                                   and l.member_id = d.member_id and l.turn > d.turn))
            """;

    /** All conditions. */
    String all(boolean mine) {
        return StaticSql.of(narrow(), rest(mine));
    }

    /** The conditions that an index can answer. */
    String narrow() {
        return StaticSql.of(filter.workspace() == null ? "" : " and q.workspace_id = :workspace",
                filter.agent() == null ? "" : " and q.agent_id = :agent",
                filter.text() == null ? "" : " and q.search_text like all (cast(:words as text[]))");
    }

    /** The conditions that need the row. */
    String rest(boolean mine) {
        List<String> conditions = new ArrayList<>();
        if (filter.tool() != null) {
            conditions.add(" and q.tool_name = :tool");
        }
        if (filter.kind() != null) {
            conditions.add(switch (filter.kind()) {
                case RequestFilter.ACTIONS -> " and q.proposer_id is null";
                case RequestFilter.CHANGES -> " and q.proposer_id is not null";
                default -> " and q.change_kind = :kind";
            });
        }
        if (mine) {
            conditions.add(MINE);
        }
        return StaticSql.of(conditions.toArray(String[]::new));
    }

    /** Binds the conditions' parameters and the organization; the statement need not use all of them. */
    Query bound(Handle handle, Query query, boolean mine) {
        query.bind("org", org);
        bind(query, "workspace", filter.workspace());
        bind(query, "agent", filter.agent());
        bind(query, "tool", filter.tool());
        if (filter.kind() != null && filter.kind().contains(".")) {
            query.bind("kind", filter.kind());
        }
        if (filter.text() != null) {
            query.bindArray("words", String.class, SearchText.patterns(filter.text()));
        }
        if (mine) {
            query.bind("me", caller.id()).bind("now", now).bindArray("groups", String.class, caller.groups())
                    .bind("delegate", DelegationRows.inForce(handle, org, now).containsKey(caller.id()));
        }
        return query;
    }

    private static void bind(Query query, String name, @Nullable Object value) {
        if (value != null) {
            query.bind(name, value);
        }
    }
}
