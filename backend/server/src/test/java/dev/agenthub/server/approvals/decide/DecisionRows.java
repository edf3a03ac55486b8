package dev.agenthub.server.approvals.decide;

import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.server.common.Ids;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Inserts decisions as a backend would that checks nothing. */
public final class DecisionRows {

    private DecisionRows() {}

    public static void insert(Handle handle, DecisionStatement said, byte[] statement, byte[] signature, Instant at) {
        handle.createUpdate(
                """
                        insert into decision (org_id, id, request_id, member_id, key_id, decision, statement, signature, decided_at, recorded_at)
                        values (:org, :id, :request, :member, :key, :decision, :statement, :signature, :decided, :at)
                        """)
                .bind("org", said.org()).bind("id", Ids.next()).bind("request", said.request())
                .bind("member", said.member()).bind("key", said.key()).bind("decision", said.decision().word())
                .bind("statement", statement).bind("signature", signature).bind("decided", said.decidedAt())
                .bind("at", at).execute();
    }
}
