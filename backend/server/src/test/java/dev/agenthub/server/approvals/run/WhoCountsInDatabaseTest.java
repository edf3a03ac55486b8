package dev.agenthub.server.approvals.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.WhoCountsCase;
import dev.agenthub.evidence.statement.Reason;
import dev.agenthub.server.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.util.PSQLException;

/** Tests which votes count by the shared cases of verifier and server, against the trigger of the table of runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WhoCountsInDatabaseTest {
    private static final String INSERT_RUN = """
            insert into run (org_id, id, request_id, payload_hash, started_at)
            select org_id, gen_random_uuid(), id, payload_hash, :at from approval_request where org_id = :org and id = :id
            """;

    private final WhoCountsRows rows = new WhoCountsRows();

    @AfterAll
    void close() throws SQLException {
        rows.close();
    }

    static List<WhoCountsCase> cases() {
        return WhoCountsCase.all();
    }

    @Test
    void areAllAskedOfTheDatabase() {
        assertThat(cases()).noneMatch(one -> one.excepts("sql"));
    }

    @Test
    void callsTheSameReasonsBlankAsJava() {
        List<Integer> points = IntStream.concat(IntStream.range(1, 0xD800), IntStream.rangeClosed(0xE000, 0x10FFFF))
                .filter(point -> point < 0x20000 || (point >= 0xDFF00 && point < 0xE1100)).boxed().toList();

        List<Integer> blank = TestDatabase.get().database().transactions().call(
                OrgContext.system(TestDatabase.organization()),
                handle -> handle.createQuery(
                        "select p from unnest(cast(:points as int[])) p where hub.says_nothing('  ' || chr(p)) order by p")
                        .bind("points",
                                "{" + points.stream().map(String::valueOf).collect(Collectors.joining(",")) + "}")
                        .mapTo(Integer.class).list());

        assertThat(blank).isEqualTo(points.stream().filter(point -> Reason.isBlank(Character.toString(point))).toList())
                .hasSizeGreaterThan(4_000);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void guards(WhoCountsCase one) throws SQLException {
        assertThat(refusal(one)).as(one.name()).matches(why(one));
    }

    /** What the database says, nothing where it takes the run. */
    private String refusal(WhoCountsCase one) throws SQLException {
        try {
            rows.with(one,
                    (handle, org) -> handle.createUpdate(INSERT_RUN)
                            .bind("org", org).bind("id", WhoCountsRows.REQUEST)
                            .bind("at", WhoCountsRows.REQUESTED.plusSeconds(one.run())).execute());
            return "";
        } catch (UnableToExecuteStatementException e) {
            return e.getCause() instanceof PSQLException refused && refused.getServerErrorMessage() != null
                    ? String.valueOf(refused.getServerErrorMessage().getMessage())
                    : String.valueOf(e.getMessage());
        }
    }

    private static String why(WhoCountsCase one) {
        return switch (one.verdict()) {
            case "APPROVED", "OVERRIDDEN" -> "";
            case "RUN_EXPIRED" -> "the request has expired";
            case "RUN_TOO_EARLY" -> "the request is held";
            default -> "the approvals do not meet the quorum|the request was denied";
        };
    }
}
