package dev.agenthub.server.approvals.requests;

import dev.agenthub.api.RunOutcome;
import dev.agenthub.api.RunResult;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.common.Rows;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads the results of runs, whose rows the execution package writes. */
public final class RunResults {

    private RunResults() {}

    public static Optional<RunResult> of(Handle handle, UUID org, UUID request) {
        return handle.createQuery("""
                select id, started_at, finished_at, outcome, response_status, response_digest, response_body,
                       response_missing, detail, failure
                  from run where org_id = :org and request_id = :request
                """)
                .bind("org", org).bind("request", request).map((row, _) -> result(row)).findOne();
    }

    private static RunResult result(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        Hash digest = Rows.hashOrNull(row, "response_digest");
        byte[] body = row.getBytes("response_body");
        return new RunResult(Rows.uuid(row, "id"), Rows.instant(row, "started_at"),
                Rows.instantOrNull(row, "finished_at"),
                outcome == null ? null : RunOutcome.valueOf(outcome.toUpperCase(Locale.ROOT)),
                Rows.integerOrNull(row, "response_status"),
                digest == null ? null : digest.hex(), body == null ? null : new String(body, StandardCharsets.UTF_8),
                row.getObject("response_missing", Long.class),
                row.getString("detail"), row.getString("failure"));
    }
}
