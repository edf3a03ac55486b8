package dev.agenthub.db.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.db.connection.UuidV7;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How PostgreSQL reads a table of which one organization owns most, of whose values it keeps no statistics. */
class PlanTest {
    private static final UUID ORG = UuidV7.next();

    private static Attacker attacker;

    @BeforeAll
    static void fill() throws SQLException {
        attacker = Attacker.withEveryRight();
        attacker.run("reset role");
        attacker.run("set local session_replication_role = replica");
        attacker.run(
                "insert into hub.approval_request (org_id, id, agent_id, workspace_id, tool_name, title, risk, payload, payload_hash, state,"
                        + " created_at, expires_at, connector_id, policy_id, policy_version, policy_digest, policy_outcome, required, idempotency_key,"
                        + " submission_hash) select '" + ORG
                        + "', md5(i::text)::uuid, md5('a')::uuid, md5('w')::uuid, 't', 't', 'low', 'p', sha256('p'),"
                        + " case when i % 2 = 0 then 'pending' else 'executed' end, now(), now(), md5('c')::uuid, md5('p')::uuid, 1, sha256('d'), 'allow', '[]',"
                        + " i::text, sha256('s') from generate_series(1, 5000) i");
        attacker.run("analyze hub.approval_request");
        attacker.run("insert into audit.event (org_id, incarnation, seq, event, link, subject_id) select '" + ORG
                + "', 1, i, 'e', sha256('l'), md5(i::text) from generate_series(0, 4999) i");
        attacker.run("analyze audit.event");
        attacker.run("set local role hub_app");
        attacker.in(OrgContext.system(ORG));
    }

    @AfterAll
    static void leave() throws SQLException {
        attacker.close();
    }

    @Test
    void findsARowByItsWholeKey() throws SQLException {
        String id = "(select md5('4711')::uuid)";
        for (String condition : List.of("id = " + id, "org_id = '" + ORG + "' and id = " + id,
                "org_id = (select sec.current_org()) and id = " + id)) {
            assertThat(plan("select * from hub.approval_request where " + condition)).as(condition)
                    .contains("approval_request_pkey").doesNotContain("Rows Removed");
        }
    }

    @Test
    void findsAnEntryOfTheLogByItsPlace() throws SQLException {
        assertThat(plan("select event_time from audit.event where org_id = '" + ORG
                + "' and incarnation = 1 and seq = 4711")).contains("Index Scan using event_pkey");
    }

    @Test
    void readsAPageInTheOrderOfItsIndex() throws SQLException {
        assertThat(plan("select * from hub.approval_request where org_id = '" + ORG
                + "' and state = 'pending' and risk = 'low' order by id desc limit 100"))
                .contains("Index Scan using approval_request_by_state").doesNotContain("Sort")
                .doesNotContain("Rows Removed");
    }

    @Test
    void readsAPageInTheOrderOfExpiryFromAnywhere() throws SQLException {
        assertThat(plan("select id from hub.approval_request where org_id = '" + ORG
                + "' and state = 'pending' and risk = 'low'"
                + " and (expires_at, id) > (now() - interval '1 hour', md5('x')::uuid) order by expires_at, id limit 100"))
                .contains("Index Only Scan using approval_request_by_expiry").doesNotContain("Sort")
                .doesNotContain("Rows Removed");
    }

    @Test
    void countsByAnIndexAlone() throws SQLException {
        assertThat(plan("select state, risk, count(*) from hub.approval_request where org_id = '" + ORG
                + "' group by state, risk"))
                .contains("Index Only Scan using approval_request_by_").doesNotContain("Sort");
    }

    private static String plan(String statement) throws SQLException {
        return String.join("\n", attacker.run("explain (analyze, timing off, summary off) " + statement));
    }
}
