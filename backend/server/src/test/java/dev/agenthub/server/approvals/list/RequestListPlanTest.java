package dev.agenthub.server.approvals.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestFilter;
import dev.agenthub.api.RequestOrder;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Risk;
import dev.agenthub.api.Role;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestDatabase;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.approvals.decide.Votes;
import dev.agenthub.server.approvals.requests.Expiry;
import dev.agenthub.server.approvals.requests.StoredRequest;
import dev.agenthub.server.delegations.DelegationRows;
import dev.agenthub.server.identity.StoredMember;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests how many rows PostgreSQL reads for a page of requests where thousands wait. */
class RequestListPlanTest {

    private static final int MANY = 4000;
    private static final int PAGE = 20;
    private static final Pattern ROWS = Pattern.compile("actual rows=([0-9.]+) loops=([0-9]+)");
    private static final Pattern REMOVED = Pattern.compile("Rows Removed by [A-Za-z ]+: ([0-9]+)");

    private final TestOrganization org = new TestOrganization();
    private final TestMember approver = org.approver("Bea", "approvers");
    private final UUID first = org.submit("refunds.create");

    private void fill() {
        approver.approve(first).as(RequestDetail.class);
        org.update(
                """
                        insert into approval_request (org_id, id, agent_id, workspace_id, tool_name, title, risk, payload, payload_hash, state,
                               created_at, expires_at, connector_id, policy_id, policy_version, policy_digest, policy_outcome, required,
                               idempotency_key, submission_hash)
                        select org_id, md5(i::text || id)::uuid, agent_id, workspace_id, 'tickets.create', 'other',
                               (array['low', 'medium', 'high'])[1 + mod(i, 3)], payload, payload_hash,
                               'pending', created_at, expires_at + i * interval '1 second', connector_id, policy_id, policy_version, policy_digest,
                               policy_outcome, required, i::text, submission_hash
                          from approval_request cross join generate_series(1, %s) i where org_id = :org and id = :id
                        """
                        .formatted(MANY),
                first);
        // So that the planner knows how many there are, as it will sooner or later.
        try (Connection superuser = TestDatabase.get().superuserConnection();
                Statement statement = superuser.createStatement()) {
            statement.execute("vacuum analyze hub.approval_request");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How PostgreSQL carries out what this does. */
    private List<String> plans(Consumer<Handle> work) {
        return TestBackend.get().database().transactions().call(OrgContext.system(org.org()), handle -> {
            List<String> statements = new ArrayList<>();
            SqlStatements config = handle.getConfig(SqlStatements.class);
            config.setSqlLogger(new SqlLogger() {
                @Override
                public void logAfterExecution(StatementContext context) {
                    statements.add(withItsValues(context.getStatement()));
                }
            });
            work.accept(handle);
            config.setSqlLogger(SqlLogger.NOP_SQL_LOGGER);
            List<String> plans = new ArrayList<>();
            for (String statement : statements) {
                // Whatever the planner was told is told again.
                if (statement.startsWith("select set_config(")) {
                    handle.createQuery(statement).mapTo(String.class).one();
                } else {
                    plans.add(plan(handle, statement));
                }
            }
            return plans;
        });
    }

    private static String withItsValues(PreparedStatement statement) {
        try {
            return statement.unwrap(PreparedStatement.class).toString();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String plan(Handle handle, String statement) {
        // Other tables are as small as the tests before this one made them, and then read whole: asked as where they are large.
        handle.execute("set local enable_seqscan = " + (statement.contains("approval_request") ? "on" : "off"));
        try (Statement explain = handle.getConnection().createStatement();
                ResultSet lines = explain.executeQuery("explain (analyze, timing off, summary off) " + statement)) {
            StringBuilder plan = new StringBuilder();
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
            return plan.toString();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The most rows that any part of a plan has made or thrown away. */
    private static double mostRows(String plan) {
        double made = ROWS.matcher(plan).results()
                .mapToDouble(node -> Math.rint(Double.parseDouble(node.group(1)) * Double.parseDouble(node.group(2))))
                .max()
                .orElseThrow();
        return REMOVED.matcher(plan).results().mapToDouble(node -> Double.parseDouble(node.group(1))).reduce(made,
                Math::max);
    }

    @ParameterizedTest
    @EnumSource(RequestOrder.class)
    void readsNoMoreThanAPageOfEachStateAndRisk(RequestOrder order) {
        fill();
        RequestFilter mine = new RequestFilter(Set.of(RequestState.PENDING), Set.of(Risk.values()), null, null, null,
                null, null, true);
        StoredMember person = new StoredMember(approver.id(), "Bea", true, List.of(Role.APPROVER),
                List.of("approvers"));
        for (RequestFilter filter : List.of(RequestFilter.OPEN, mine)) {
            RequestList list = new RequestList(org.org(), filter, person, TestBackend.get().clock().instant());
            List<StoredRequest> half = TestBackend.get().database().transactions().call(OrgContext.system(org.org()),
                    handle -> list.page(handle, order, null, MANY / 2, false));
            for (RequestCursor after : Arrays.asList(null, RequestCursor.of(half.getLast()))) {
                List<String> plans = plans(handle -> {
                    List<StoredRequest> page = list.page(handle, order, after, PAGE, false);
                    assertThat(page).hasSize(PAGE);
                    Votes.on(handle, org.org(), page.stream().map(StoredRequest::id).toList(),
                            DelegationRows.inForce(handle, org.org(), TestBackend.get().clock().instant()));
                });
                // The page, the votes, and for whom members decide; the last once more where the filter asks what is mine.
                assertThat(plans).hasSize(filter.mine() ? 4 : 3).allSatisfy(
                        plan -> assertThat(mostRows(plan)).as(plan)
                                .isLessThanOrEqualTo(PAGE * Risk.values().length + 1));
            }
        }
    }

    @Test
    void looksForWhatExpiredAmongWhatExpired() {
        fill();
        TestBackend backend = TestBackend.get();
        Expiry expiry = new Expiry(backend.database().transactions(), backend.audit(), backend.events(),
                backend.clock());

        assertThat(plans(handle -> assertThat(expiry.due(handle, org.org())).isEmpty())).hasSize(2)
                .allSatisfy(plan -> assertThat(mostRows(plan)).as(plan).isLessThanOrEqualTo(1));
        assertThat(plans(handle -> assertThat(expiry.isDue(handle, org.org())).isFalse())).hasSize(1)
                .allSatisfy(plan -> assertThat(mostRows(plan)).as(plan).isLessThanOrEqualTo(1));
    }
}
