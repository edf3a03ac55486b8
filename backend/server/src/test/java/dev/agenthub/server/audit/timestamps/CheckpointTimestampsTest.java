package dev.agenthub.server.audit.timestamps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.ExportRequest;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.timestamp.TimestampAuthorities;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.report.Report;
import dev.agenthub.evidence.verify.report.StampedCheckpoint;
import dev.agenthub.server.TestDatabase;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.audit.checkpoints.Checkpoints;
import dev.agenthub.server.audit.checkpoints.Exports;
import dev.agenthub.server.audit.timestamps.TestTimestamping.TimestampAnswer;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.folder.DataFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTimestampsTest {
    private final OrgTransactions transactions = TestDatabase.get().database().transactions();
    private final UUID org = TestDatabase.organization();
    private final AuditLog log = new AuditLog(new EventStream(), InstantSource.system());
    private final TestTimestamping authority = new TestTimestamping();
    private final TimestampAuthorities trusted = TimestampAuthorities.ofPem(authority.pem());
    @TempDir
    private Path folder;
    private DataFolder data;
    private Checkpoints checkpoints;
    private CheckpointTimestamps timestamps;

    @BeforeEach
    void open() {
        data = DataFolder.open(folder.resolve("data"));
        checkpoints = new Checkpoints(transactions, log, data, InstantSource.system());
        timestamps = new CheckpointTimestamps(transactions, log, checkpoints,
                new TimestampConfig(authority.url(), trusted));
    }

    @AfterEach
    void close() {
        authority.close();
        data.close();
    }

    @Test
    void exportsTheTokenOfEveryCheckpointThatWasStamped() throws IOException {
        append();
        checkpoints.publish(org, AuditLog.system());
        timestamps.sweep(org);
        Report report = export();
        assertThat(report.isVerified()).isTrue();
        assertThat(report.timestamps()).extracting(StampedCheckpoint::size).containsExactly(1L);
        assertThat(report.timestamps().getFirst().timestamp().trusted()).isTrue();

        timestamps.sweep(org);
        assertThat(export().timestamps()).extracting(StampedCheckpoint::size).containsExactly(1L, 2L);
        assertThat(timestamps.isFailing()).isFalse();
    }

    @Test
    void asksNothingBeforeTheFirstCheckpointAndOnceForEach() {
        timestamps.sweep(org);
        assertThat(authority.asked()).isZero();
        append();
        checkpoints.publish(org, AuditLog.system());
        timestamps.sweep(org);
        timestamps.sweep(org);
        assertThat(authority.asked()).isEqualTo(1);
    }

    @Test
    void stampsTheLastCheckpointBeforeARestoreOnce() throws Exception {
        append();
        checkpoints.publish(org, AuditLog.system());
        transactions.run(OrgContext.system(org), handle -> handle.execute("select audit.restore_log(2)"));
        timestamps.sweep(org);
        timestamps.sweep(org);
        assertThat(authority.asked()).isEqualTo(1);
        List<Integer> incarnations = transactions.call(OrgContext.system(org), handle -> handle
                .createQuery("select incarnation from checkpoint_timestamp").mapTo(Integer.class).list());
        assertThat(incarnations).containsExactly(1);
    }

    /** After a crash the signer may remember a note that the database does not have: its token stamps nothing in the export. */
    @Test
    void keepsNoTokenBesideAnotherNote() throws Exception {
        append();
        checkpoints.publish(org, AuditLog.system());
        TestDatabase.tamper("update hub.checkpoint set note = note || 'x' where org_id = '" + org + "'");
        timestamps.sweep(org);
        assertThat(authority.asked()).isEqualTo(1);
        long kept = transactions.call(OrgContext.system(org), handle -> handle
                .createQuery("select count(*) from checkpoint_timestamp").mapTo(Long.class).one());
        assertThat(kept).isZero();
    }

    @Test
    void keepsNothingThatAVerifierWouldReject() throws IOException {
        append();
        checkpoints.publish(org, AuditLog.system());
        List<UnaryOperator<TimestampAnswer>> wrong = List.of(answer -> new TimestampAnswer(500, answer.body()),
                answer -> new TimestampAnswer(302, answer.body()), answer -> new TimestampAnswer(200, ByteString.EMPTY),
                answer -> new TimestampAnswer(200, ByteString.of(new byte[100_000])),
                answer -> new TimestampAnswer(200, answer.body().substring(1)),
                answer -> new TimestampAnswer(200, authority.otherAnswer()));
        for (UnaryOperator<TimestampAnswer> answer : wrong) {
            authority.spoil(answer);
            timestamps.sweep(org);
            assertThat(timestamps.isFailing()).isTrue();
        }
        assertThat(authority.asked()).isEqualTo(wrong.size());
        assertThat(export().timestamps()).isEmpty();
        authority.spoil(UnaryOperator.identity());
        timestamps.sweep(org);
        assertThat(timestamps.isFailing()).isFalse();
        assertThat(export().timestamps()).hasSize(1);
    }

    @Test
    void keepsNothingOfAnAuthorityThatIsNotTrusted() throws IOException {
        append();
        checkpoints.publish(org, AuditLog.system());
        try (TestTimestamping other = new TestTimestamping()) {
            CheckpointTimestamps strict = new CheckpointTimestamps(transactions, log, checkpoints,
                    new TimestampConfig(authority.url(), TimestampAuthorities.ofPem(other.pem())));
            strict.sweep(org);
            assertThat(strict.isFailing()).isTrue();
        }
        assertThat(export().timestamps()).isEmpty();
    }

    @Test
    void neitherPublishesLaterNorExportsLessWhenTheAuthorityIsGone() throws IOException {
        append();
        authority.close();
        checkpoints.publish(org, AuditLog.system());
        timestamps.sweep(org);
        assertThat(timestamps.isFailing()).isTrue();
        assertThat(export().isVerified()).isTrue();
    }

    @Test
    void takesNoAddressThatIsNotOfTheWeb() {
        for (String wrong : List.of("file:///etc/passwd", "ftp://time.example/", "http:///tsr",
                "https://me:pass@time.example/")) {
            assertThatThrownBy(() -> new TimestampConfig(URI.create(wrong), null))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void append() {
        String origin = transactions.call(OrgContext.system(org), log::head).origin().toString();
        transactions.call(OrgContext.system(org), handle -> log.append(handle, org, new EventDraft(
                EventType.LOG_OPENED, AuditLog.system(), new Subject(origin, "log"), null,
                JsonObject.builder().put("origin", origin).build())));
    }

    private Report export() throws IOException {
        Path file = folder.resolve("log.ahexport");
        Exports exports = new Exports(transactions, checkpoints);
        exports.prepare(OrgContext.system(org), AuditLog.system(), ExportRequest.whole(false))
                .writeTo(Files.newOutputStream(file));
        var origin = transactions.call(OrgContext.system(org), log::head).origin();
        return Verifier.verify(file, VerifyOptions.of(checkpoints.verifierKey(origin), null).trusting(trusted));
    }
}
