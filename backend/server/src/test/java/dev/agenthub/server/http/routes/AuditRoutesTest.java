package dev.agenthub.server.http.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.api.CheckpointRefusal;
import dev.agenthub.api.ExportRequest;
import dev.agenthub.api.Headers;
import dev.agenthub.api.LogState;
import dev.agenthub.api.RestoreRequest;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestDatabase;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import java.sql.SQLException;
import java.util.Collections;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditRoutesTest {
    private final TestOrganization organization = new TestOrganization();
    private final TestClient owner = organization.owner().client();

    @Test
    void filtersTheLogByEveryParameter() {
        assertThat(owner.get("/v1/audit/events?type=policy.published").body()).contains("\"seq\"");
        assertThat(owner.get("/v1/audit/events?type=agent.&limit=1&actor=agenthub&from=2000-01-01T00:00:00Z"
                + "&until=2100-01-01T00:00:00Z&incarnation=1").body()).contains("\"seq\"");
        assertThat(owner.get("/v1/audit/events?subject=" + organization.owner().id()).body()).contains("\"seq\"");
        assertThat(owner.get("/v1/audit/events?actor=nobody").body()).isEqualTo("{\"items\":[]}");
        assertThat(owner.get("/v1/audit/events?incarnation=2").code()).isEqualTo("NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"typ=a", "type=A", "type=", "type=a..b", "type=a%25", "actor=", "workspace=1", "from=today",
            "until=2026-11-23", "from=2026-11-23T10:00:00Z&until=2026-11-23T10:00:00Z", "incarnation=0",
            "incarnation=-1", "before=x", "limit=many", "type=a&type=b", "cursor=5"})
    void refusesWhatItDoesNotUnderstand(String query) {
        TestClient.Answer answer = owner.get("/v1/audit/events?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("REQUEST_MALFORMED");
    }

    @Test
    void givesAPageOfAtMostTwoHundred() {
        append(300);

        assertThat(owner.get("/v1/audit/events?limit=1000").body().split("\"seq\"")).hasSize(201);
    }

    @Test
    void refusesExportsAndRestoresThatCannotBe() {
        long size = owner.get("/v1/audit").as(AuditLogInfo.class).size();

        TestClient.Answer ahead = owner.post("/v1/audit/exports", ExportRequest.since(size + 1, true));
        assertThat(ahead.status()).isEqualTo(409);
        assertThat(ahead.code()).isEqualTo("PIN_AHEAD_OF_LOG");
        assertThat(owner.postRaw("/v1/audit/exports", "{\"payloads\":true,\"since\":-1}").code())
                .isEqualTo("REQUEST_MALFORMED");
        assertThat(owner.post("/v1/audit/exports", new ExportRequest(true, null, 9)).code()).isEqualTo("NOT_FOUND");
        assertThat(owner.post("/v1/audit/restores", new RestoreRequest("I feel like it")).code())
                .isEqualTo("RESTORE_NOT_NEEDED");
        assertThat(organization.approver("Ben", "approvers").client()
                .post("/v1/audit/restores", new RestoreRequest("I feel like it")).code()).isEqualTo("FORBIDDEN");
    }

    @Test
    void exportsNoEarlierLogOfWhichTheRestoredDatabaseHasNoCheckpoint() throws SQLException {
        assertThat(owner.post("/v1/audit/exports", ExportRequest.whole(false)).status()).isEqualTo(200);
        // As a backup from before the first checkpoint would be.
        String org = "org_id = '" + organization.org() + "'";
        TestDatabase.tamper("delete from hub.checkpoint where " + org, "delete from audit.event where " + org
                + " and seq >= 3",
                "update audit.head set size = 3, link = (select link from audit.event where " + org
                        + " and seq = 2) where " + org);
        assertThat(owner.post("/v1/audit/exports", ExportRequest.whole(false)).code()).isEqualTo("CHECKPOINT_REFUSED");
        TestClient approver = organization.approver("Ben", "approvers").client();
        assertThat(approver.get("/v1/audit/state").as(LogState.class).refused()).isNotNull()
                .extracting(CheckpointRefusal::code).isEqualTo("CHECKPOINT_ROLLED_BACK");
        owner.post("/v1/audit/restores", new RestoreRequest("The disk failed")).as(AuditLogInfo.class);

        assertThat(owner.post("/v1/audit/exports", new ExportRequest(false, null, 1)).code())
                .isEqualTo("CHECKPOINT_MISSING");
        assertThat(owner.post("/v1/audit/exports", ExportRequest.whole(false)).status()).isEqualTo(200);
    }

    @Test
    void tellsEveryMemberThatAllIsWellWithTheLog() {
        assertThat(organization.approver("Ben", "approvers").client().get("/v1/audit/state").as(LogState.class))
                .isEqualTo(new LogState(null));
    }

    @Test
    void stopsReadingTheLogWhenTheClientGoesAway() throws Exception {
        for (int i = 0; i < 40; i++) {
            append(1_000);
        }
        try (Response answer = owner.stream("/v1/audit/exports", ExportRequest.whole(true))) {
            assertThat(Long.parseLong(answer.header(Headers.ENTRIES, ""))).isGreaterThan(40_000);
            assertThat(Long.parseLong(answer.header(Headers.CONTENT_BYTES, ""))).isGreaterThan(40_000 * 300L);
            answer.body().source().readByte();
        }

        await().until(() -> transactionsThatReadTheLog() == 0);
        append(1);
        assertThat(owner.post("/v1/audit/exports", ExportRequest.since(40_000, true)).status()).isEqualTo(200);
    }

    private static long transactionsThatReadTheLog() throws SQLException {
        try (var connection = TestDatabase.get().superuserConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        select count(*) from pg_stat_activity
                         where usename = 'hub_app' and state <> 'idle' and query like '%from audit.event%'
                        """)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void append(int count) {
        EventDraft draft = new EventDraft("test.filled", AuditLog.system(), new Subject("1", "test"), null,
                JsonObject.builder().put("text", "anything, as long as there is enough of it").build());
        EventDraft[] drafts = Collections.nCopies(count, draft).toArray(EventDraft[]::new);
        TestBackend.get().database().transactions().run(OrgContext.system(organization.org()),
                handle -> TestBackend.get().audit().append(handle, organization.org(), drafts));
    }
}
