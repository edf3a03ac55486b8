package dev.agenthub.server.approvals.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.WhoCountsCase;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.server.approvals.requests.Requests;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests which votes count by the shared cases of verifier and database, against the server's checks before a run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WhoCountsOnServerTest {

    private final WhoCountsRows rows = new WhoCountsRows();

    @AfterAll
    void close() throws SQLException {
        rows.close();
    }

    static List<WhoCountsCase> cases() {
        return WhoCountsCase.all().stream().filter(one -> !one.excepts("java")).toList();
    }

    @Test
    void areAllAskedButWhereTheServerTakesNoSuchVote() {
        assertThat(WhoCountsCase.all()).filteredOn(one -> one.excepts("java")).extracting(WhoCountsCase::name)
                .containsExactly("the owner beside one who counts");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void judges(WhoCountsCase one) throws SQLException {
        Optional<String> objection = rows.with(one,
                (handle, org) -> Optional.ofNullable(new RunPreconditions(handle, org,
                        Requests.find(handle, org, WhoCountsRows.REQUEST).orElseThrow(),
                        Requests.payload(handle, org, WhoCountsRows.REQUEST),
                        WhoCountsRows.REQUESTED.plusSeconds(one.run()), unchanged(one)).objection()));
        if (one.runs()) {
            assertThat(objection).as(one.name()).isEmpty();
        } else {
            assertThat(codes(one.verdict())).as(one.name()).contains(objection.orElse("nothing"));
        }
    }

    /** What the server calls it, which says more to those whose key was revoked, and less of whose vote does not count. */
    private static Set<String> codes(String verdict) {
        return switch (verdict) {
            case "RUN_TOO_EARLY" -> Set.of("RUN_HELD");
            case "RUN_SELF_APPROVED" -> Set.of("RUN_SELF_APPROVED", "RUN_QUORUM_NOT_MET");
            case "RUN_WITHOUT_APPROVAL" -> Set.of("RUN_QUORUM_NOT_MET", "KEY_REVOKED");
            default -> Set.of(verdict);
        };
    }

    private static RunPreconditions.Surroundings unchanged(WhoCountsCase one) {
        return new RunPreconditions.Surroundings() {
            @Override
            public boolean describedBy(JsonObject content) {
                return true;
            }

            @Override
            public @Nullable String objection(JsonObject content) {
                return null;
            }

            @Override
            public @Nullable String overrideGroup() {
                return one.override();
            }
        };
    }
}
