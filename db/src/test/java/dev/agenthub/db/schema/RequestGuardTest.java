package dev.agenthub.db.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.db.SharedDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What PostgreSQL keeps of a request, a run and a delegation as it is, whoever tries to change it. */
class RequestGuardTest extends GuardedRequests {
    private static final Map<String, Set<String>> NEXT = Map.of(
            "pending", Set.of("approved", "denied", "expired", "cancelled", "refused"),
            "approved", Set.of("pending", "denied", "expired", "cancelled", "refused", "executing"),
            "executing", Set.of("executed", "failed", "unknown", "refused"),
            "unknown", Set.of("executed", "failed"),
            "denied", Set.of(), "expired", Set.of(), "cancelled", Set.of(), "executed", Set.of(), "failed", Set.of(),
            "refused", Set.of());

    /** For each column that the application may not change, another value than it has. */
    private static final String FIXED_COLUMNS = """
            select a.attname, case format_type(a.atttypid, null)
                    when 'uuid' then 'gen_random_uuid()'
                    when 'uuid[]' then 'array[gen_random_uuid()]'
                    when 'integer' then format('coalesce(%1$I, 0) + 1', a.attname)
                    when 'timestamp with time zone' then format('coalesce(%1$I, now()) + interval ''1 second''', a.attname)
                    when 'bytea' then format('%1$I || ''x''', a.attname)
                    when 'text' then format('concat(%1$I, ''x'')', a.attname)
                    else quote_literal('{"other": [1]}') end
              from pg_attribute a
             where a.attrelid = 'hub.approval_request'::regclass and a.attnum > 0 and not a.attisdropped
               and not has_column_privilege('hub_app', a.attrelid, a.attnum, 'update')
            """;

    @Test
    void whatWasSubmittedIsFrozenInEveryColumn() throws SQLException {
        submit("require", ONE, "pending");
        try (Connection superuser = SharedDatabase.get().superuserConnection();
                Statement statement = superuser.createStatement()) {
            Map<String, String> others = new TreeMap<>();
            try (ResultSet columns = statement.executeQuery(FIXED_COLUMNS)) {
                while (columns.next()) {
                    others.put(columns.getString(1), columns.getString(2));
                }
            }
            assertThat(others).containsKeys("payload", "terms", "speakers", "escalate_at", "policy_digest", "org_id");
            others.forEach((column, other) -> {
                String change = "approval_request set " + column + " = " + other + " where id = ";
                assertThatThrownBy(() -> inOrg("update " + change + ":request"))
                        .hasMessageContaining("permission denied");
                assertThatThrownBy(() -> statement.execute("update hub." + change + "'" + request + "'"))
                        .as(column).hasMessageContaining("frozen");
            });
        }
    }

    @Test
    void aStateMovesOnlyForward() {
        NEXT.forEach((from, next) -> {
            List<String> reached = new ArrayList<>();
            for (String to : NEXT.keySet()) {
                submit("require", ONE, from);
                try {
                    inOrg("update approval_request set state = '" + to + "', refusal = "
                            + (to.equals("refused") ? "'RUN_EXPIRED'" : "null") + " where id = :request");
                    reached.add(to);
                } catch (RuntimeException e) {
                    assertThat(e).hasMessageContaining("cannot go from " + from + " to " + to);
                }
            }
            reached.remove(from);
            assertThat(reached).as(from).containsExactlyInAnyOrderElementsOf(next);
        });
    }

    @Test
    void isEscalatedOnce() throws SQLException {
        submit("require", ONE, "pending");
        try (Connection superuser = SharedDatabase.get().superuserConnection();
                Statement statement = superuser.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute(
                    "update hub.approval_request set terms = '{\"escalation\": {}}', escalate_at = now() where id = '"
                            + request + "'");
        }
        inOrg("update approval_request set escalated_at = escalate_at where id = :request");
        for (String again : List.of("escalate_at + interval '1 hour'", "null")) {
            assertThatThrownBy(
                    () -> inOrg("update approval_request set escalated_at = " + again + " where id = :request"))
                    .hasMessageContaining("escalated once");
        }
    }

    @Test
    void anActionIsNotAppliedAsAChange() {
        submit("allow", "[]", "executing");
        assertThatThrownBy(() -> inOrg("insert into applied_change (org_id, request_id, payload_hash, applied_at) "
                + "select org_id, id, payload_hash, now() from approval_request where id = :request"))
                .hasMessageContaining("an action is run and a change is applied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"started_at = started_at - interval '1 hour'", "payload_hash = sha256('x')",
            "request_id = gen_random_uuid()", "id = gen_random_uuid()"})
    void aRunKeepsWhatItBeganWith(String change) throws SQLException {
        try (Connection superuser = SharedDatabase.get().superuserConnection();
                Statement statement = superuser.createStatement()) {
            assertThatThrownBy(
                    () -> statement.execute("update hub.run set " + change + " where org_id = '" + org + "'"))
                    .hasMessageContaining("keeps its request, payload and start");
        }
    }

    /** There is a delegation already, which is in force for 24 hours. */
    @ParameterizedTest
    @CsvSource({"-1, 1, false", "-1, 25, false", "1, 2, false", "23, 25, false", "-1, 0, true", "24, 25, true"})
    void aMemberLetsOneAtATimeDecideForThem(String from, String to, boolean apart) {
        String delegate = """
                insert into delegation (org_id, id, member_id, delegate_id, key_id, starts_at, ends_at, reason, statement, signature, created_at)
                select org_id, gen_random_uuid(), member_id, delegate_id, key_id, starts_at + interval '%s hours', starts_at + interval '%s hours',
                       reason, statement, signature, created_at
                  from delegation where org_id = :org
                """
                .formatted(from, to);
        if (apart) {
            assertThatCode(() -> inOrg(delegate)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> inOrg(delegate)).hasMessageContaining("lets somebody decide at that time");
            inOrg("update delegation set ended_at = now() where org_id = :org");
            assertThatCode(() -> inOrg(delegate)).as("once it was ended").doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "now() + interval '1 hour'"})
    void aDelegationEndsOnce(String again) {
        String end = "update delegation set ended_at = %s where org_id = :org";
        assertThatThrownBy(() -> inOrg(end.formatted("null"))).hasMessageContaining("ends once");
        inOrg(end.formatted("now()"));
        assertThatThrownBy(() -> inOrg(end.formatted(again))).hasMessageContaining("ends once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"update %s set content = 'x', size = 1, sha256 = sha256('x')", "update %s set name = 'x'",
            "delete from %s"})
    void anAttachmentStaysAsItWasSubmitted(String change) throws SQLException {
        String sql = change.formatted("hub.request_attachment") + " where org_id = '" + org + "'";
        assertThatThrownBy(() -> inOrg(sql)).hasMessageContaining("permission denied");
        try (Connection superuser = SharedDatabase.get().superuserConnection();
                Statement statement = superuser.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("stays as it was submitted");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"sha256('y'); 1", "sha256('x'); 2"})
    void anAttachmentIsStoredWithItsOwnDigestAndSize(String digest, String size) {
        String insert = "insert into request_attachment (org_id, request_id, position, name, media_type, sha256, size, content)"
                + " select org_id, id, 5, 'x.txt', 'text/plain', %s, %s, 'x' from approval_request where id = :request";
        submit("require", ONE, "pending");
        assertThatThrownBy(() -> inOrg(insert.formatted(digest, size)))
                .hasMessageContaining("attachment_digested");
        assertThatCode(() -> inOrg(insert.formatted("sha256('x')", "1"))).doesNotThrowAnyException();
    }

    @Test
    void aRefusalSaysWhyOnceAndAsItHappens() {
        submit("require", ONE, "approved");
        assertThatThrownBy(() -> inOrg("update approval_request set refusal = 'RUN_EXPIRED' where id = :request"))
                .hasMessageContaining("said when it is refused");
        assertThatThrownBy(() -> inOrg("update approval_request set state = 'refused' where id = :request"))
                .hasMessageContaining("check constraint");
        inOrg("update approval_request set state = 'refused', refusal = 'RUN_EXPIRED' where id = :request");
        assertThatThrownBy(() -> inOrg("update approval_request set refusal = 'KEY_REVOKED' where id = :request"))
                .hasMessageContaining("said when it is refused");
    }

    @Test
    void whatAPersonDeniedIsNoRefusalOfOurs() {
        submit("require", ONE, "pending");
        assertThatThrownBy(() -> inOrg(
                "update approval_request set state = 'denied', refusal = 'POLICY_DENIED' where id = :request"))
                .hasMessageContaining("check constraint");
    }
}
