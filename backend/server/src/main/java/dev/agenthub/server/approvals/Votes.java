package dev.agenthub.server.approvals;

import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.Quorum;
import dev.agenthub.server.Ids;
import dev.agenthub.server.identity.Members;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Decisions on requests: recording them, reading them, and counting the people behind them. */
final class Votes {

    private Votes() {}

    /** All decisions on these requests, by request, in the order in which they came. */
    static Map<UUID, List<CastVote>> on(Handle handle, UUID org, List<UUID> requests) {
        if (requests.isEmpty()) {
            return Map.of();
        }
        return handle
                .createQuery(
                        """
                                select d.request_id, d.key_id, d.statement, d.signature, k.public_key, k.revoked_at is not null as key_revoked,
                                """
                                + Members.COLUMNS + """
                                          from decision d
                                          join member_key k on k.org_id = d.org_id and k.key_id = d.key_id
                                          join member m on m.org_id = d.org_id and m.id = d.member_id
                                         where d.org_id = :org and d.request_id in (<requests>)
                                         order by d.id
                                        """)
                .bind("org", org).bindList("requests", requests)
                .map((row, _) -> new CastVote(row))
                .collect(Collectors.groupingBy(CastVote::request));
    }

    static List<CastVote> on(Handle handle, UUID org, UUID request) {
        return on(handle, org, List.of(request)).getOrDefault(request, List.of());
    }

    static void record(Handle handle, DecisionStatement said, byte[] statement, byte[] signature, Instant now) {
        handle.createUpdate(
                """
                        insert into decision (org_id, id, request_id, member_id, key_id, decision, statement, signature, decided_at, recorded_at)
                        values (:org, :id, :request, :member, :key, :decision, :statement, :signature, :decided, :now)
                        """)
                .bind("org", said.org()).bind("id", Ids.next()).bind("request", said.request())
                .bind("member", said.member())
                .bind("key", said.key()).bind("decision", said.decision().word()).bind("statement", statement)
                .bind("signature", signature).bind("decided", said.decidedAt()).bind("now", now).execute();
    }

    /** How far the approvals that stand now meet what the request needs; the agent's owner never counts. */
    static Quorum.Status tally(StoredRequest request, List<CastVote> votes) {
        List<Quorum.Requirement> required = request.required().stream()
                .map(requirement -> new Quorum.Requirement(requirement.count(), requirement.group())).toList();
        List<Quorum.Voter> approvers = votes.stream().filter(CastVote::approves).filter(CastVote::standing)
                .map(CastVote::voter).toList();
        return Quorum.evaluate(required, approvers, Set.of(request.agentOwner()));
    }
}
