package dev.agenthub.db.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.db.SharedDatabase;
import dev.agenthub.db.connection.UuidV7;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import java.sql.SQLException;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;

/** An organization with approvers, and the request of a test, written as the application writes them. */
abstract class GuardedRequests {
    static final UUID OWNER = UUID.fromString("00000000-0000-7000-8000-000000000002");
    static final UUID ADA = UUID.fromString("00000000-0000-7000-8000-000000000003");
    static final UUID BEA = UUID.fromString("00000000-0000-7000-8000-000000000020");
    static final String ONE = "[{\"count\":1,\"group\":\"approvers\"}]";
    static final String TWO = "[{\"count\":2,\"group\":\"approvers\"}]";

    private final OrgTransactions transactions = SharedDatabase.get().database().transactions();
    UUID org = new UUID(0, 0);
    UUID request = new UUID(0, 0);

    @BeforeEach
    void fill() throws SQLException {
        org = SharedDatabase.filledOrganization();
        inOrg("insert into member (org_id, id, name) values (:org, '" + BEA + "', 'Bea')");
        inOrg("insert into approval_group values (:org, 'finance'), (:org, 'auditors'), (:org, 'a'), (:org, 'b')");
        for (UUID member : new UUID[]{OWNER, BEA}) {
            inOrg("insert into member_role values (:org, '" + member + "', 'approver')");
            inOrg("insert into approval_group_member values (:org, 'approvers', '" + member + "')");
            inOrg("insert into member_key (org_id, key_id, member_id, alg, public_key) select :org, "
                    + "encode(substring(sha256(sha256('" + member + "')) for 8), 'hex'), '" + member
                    + "', 'ed25519', sha256('"
                    + member + "')");
        }
    }

    void submit(String outcome, String required, String state) {
        submit(outcome, required, state, "now() + interval '1 hour'");
    }

    void submit(String outcome, String required, String state, String expiry) {
        request = UuidV7.next();
        inOrg("""
                insert into approval_request (org_id, id, agent_id, workspace_id, tool_name, connector_id, title, risk, payload, payload_hash,
                    policy_id, policy_version, policy_digest, policy_outcome, required, state, refusal, idempotency_key, submission_hash, created_at,
                    expires_at)
                select org_id, :request, agent_id, workspace_id, tool_name, connector_id, title, risk, payload, payload_hash,
                    policy_id, policy_version, policy_digest, '%s', '%s', '%s', %s, gen_random_uuid()::text, submission_hash, created_at, %s
                  from approval_request where id = '00000000-0000-7000-8000-00000000000c'"""
                .formatted(outcome, required, state, state.equals("refused") ? "'RUN_EXPIRED'" : "null", expiry));
    }

    void decide(UUID member, String decision) {
        inOrg("insert into decision (org_id, id, request_id, member_id, key_id, decision, statement, signature, decided_at) select org_id, "
                + "gen_random_uuid(), :request, '" + member + "', key_id, '" + decision
                + "', '{}', sha256('a') || sha256('b'), now() from member_key where member_id = '" + member + "'");
    }

    void inOrg(String sql) {
        transactions.run(OrgContext.system(org), handle -> execute(handle, sql));
    }

    void execute(Handle handle, String sql) {
        // A statement that touches nothing would prove nothing.
        try (var update = handle.createUpdate(sql)) {
            if (sql.contains(":org")) {
                update.bind("org", org);
            }
            if (sql.contains(":request")) {
                update.bind("request", request);
            }
            assertThat(update.execute()).isPositive();
        }
    }
}
