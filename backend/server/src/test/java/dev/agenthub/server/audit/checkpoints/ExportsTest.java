package dev.agenthub.server.audit.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.AuditEntry;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.ExportRequest;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.Report;
import dev.agenthub.evidence.verify.report.Verdict;
import dev.agenthub.server.TestDatabase;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.folder.DataFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportsTest {
    private final OrgTransactions transactions = TestDatabase.get().database().transactions();
    private final UUID org = TestDatabase.organization();
    private final AuditLog log = new AuditLog(new EventStream(), InstantSource.system());
    @TempDir
    private Path folder;
    private DataFolder data;
    private Checkpoints checkpoints;
    private Exports exports;

    @BeforeEach
    void open() {
        data = DataFolder.open(folder.resolve("data"));
        checkpoints = new Checkpoints(transactions, log, data, InstantSource.system());
        exports = new Exports(transactions, checkpoints);
    }

    @AfterEach
    void close() {
        data.close();
    }

    @Test
    void writesAnExportThatVerifiesWithAndWithoutAPin() throws Exception {
        append(3);
        Path first = export();
        Pin pin = new Pin(checkpoints.lastNote(origin()).orElseThrow(), key());
        append(2);
        Path second = export();

        Report unpinned = verify(first, null);
        assertThat(unpinned.verdict()).isEqualTo(Verdict.VERIFIED);
        assertThat(unpinned.pinned()).isFalse();
        assertThat(unpinned.entries()).isEqualTo(3);
        Report pinned = verify(second, pin);
        assertThat(pinned.verdict()).isEqualTo(Verdict.VERIFIED);
        assertThat(pinned.pinned()).isTrue();
        assertThat(pinned.entries()).isEqualTo(7);
        assertThat(verify(first, new Pin(checkpoints.lastNote(origin()).orElseThrow(), key())).verdict())
                .isEqualTo(Verdict.REJECTED);
    }

    @Test
    void recordsTheCheckpointAndTheExportAfterWhatTheyCover() throws Exception {
        append(3);
        export();

        List<AuditEvent> events = events();
        assertThat(events).extracting(AuditEvent::type)
                .containsExactly("log.opened", "test", "test", "checkpoint.published", "export.created");
        assertThat(events.get(3).data().integer("size")).isEqualTo(3);
        Checkpoint checkpoint = Checkpoint.open(checkpoints.lastNote(origin()).orElseThrow(), key());
        assertThat(events.get(3).data().string("root")).isEqualTo(checkpoint.root().hex());
        assertThat(events.get(4).data().integer("entries")).isEqualTo(3);
    }

    @Test
    void carriesEveryEarlierCheckpoint() throws Exception {
        append(1);
        export();
        export();
        Path third = export();

        try (ZipFile zip = new ZipFile(third.toFile())) {
            assertThat(zip.stream().map(entry -> entry.getName()).filter(name -> name.startsWith("checkpoints/")))
                    .containsExactly("checkpoints/1", "checkpoints/3", "checkpoints/5");
        }
        assertThat(verify(third, null).verdict()).isEqualTo(Verdict.VERIFIED);
    }

    @Test
    void carriesTheCheckpointsThatItsEntriesNameThoughTheyAreOfLess() throws Exception {
        append(3);
        Checkpoint early = checkpoints.publish(org, AuditLog.system()).checkpoint();
        append(1);
        // As if somebody had appended between the signature and its record.
        transactions.call(OrgContext.system(org), handle -> log.append(handle, org, new EventDraft(
                EventType.CHECKPOINT_PUBLISHED, AuditLog.system(), new Subject(early.origin(), "log"), null,
                JsonObject.builder().put("size", early.size()).put("root", early.root().hex()).build())));

        Path since = export(ExportRequest.since(4, false));

        try (ZipFile zip = new ZipFile(since.toFile())) {
            assertThat(zip.stream().map(entry -> entry.getName()).filter(name -> name.startsWith("checkpoints/")))
                    .containsExactly("checkpoints/3", "checkpoints/6");
        }
        assertThat(verify(since, null).verdict()).isEqualTo(Verdict.VERIFIED);
        assertThat(verify(export(), null).verdict()).isEqualTo(Verdict.VERIFIED);
    }

    @Test
    void exportsALogOfMoreThanOneBatch() throws Exception {
        for (int i = 0; i < 6; i++) {
            append(500);
        }

        Report report = verify(export(), null);

        assertThat(report.verdict()).isEqualTo(Verdict.VERIFIED);
        assertThat(report.entries()).isEqualTo(3000);
    }

    @Test
    void writesWhatCameAfterAPinAndNothingBefore() throws Exception {
        append(3);
        Path first = export();
        Pin pin = new Pin(checkpoints.lastNote(origin()).orElseThrow(), key());
        append(4);

        Path since = export(ExportRequest.since(3, true));

        Report report = verify(since, pin);
        assertThat(report.findings()).extracting(Finding::code).containsOnly("CONTROLS_PARTIAL");
        assertThat(report.verdict()).isEqualTo(Verdict.VERIFIED);
        assertThat(report.pinned()).isTrue();
        assertThat(report.entries()).isEqualTo(6);
        try (ZipFile zip = new ZipFile(since.toFile())) {
            assertThat(zip.stream().map(entry -> entry.getName())).contains("frontier.json", "checkpoints/3")
                    .doesNotContain("checkpoints/0");
        }
        assertThat(events().getLast().data().integer("firstSeq")).isEqualTo(3);
        assertThat(events().getLast().data().integer("entries")).isEqualTo(6);
        assertThat(verify(first, pin).verdict()).isEqualTo(Verdict.VERIFIED);
    }

    @Test
    void exportsSinceAnyPlaceOfTheLog() throws Exception {
        append(9);
        for (long since : List.of(0L, 1L, 2L, 8L)) {
            assertThat(verify(export(ExportRequest.since(since, false)), null).verdict())
                    .isEqualTo(Verdict.VERIFIED);
        }
        long size = events().size();
        Exports.Prepared nothingNew = exports.prepare(OrgContext.system(org), AuditLog.system(),
                ExportRequest.since(size, true));
        assertThat(nothingNew.entries()).isZero();
        Path file = folder.resolve("nothing.ahexport");
        nothingNew.writeTo(Files.newOutputStream(file));
        assertThat(verify(file, null).verdict()).isEqualTo(Verdict.VERIFIED);
    }

    @Test
    void refusesAPinThatIsAheadOfTheLog() {
        append(3);

        assertThatThrownBy(() -> export(ExportRequest.since(4, true))).isInstanceOfSatisfying(RefusedException.class,
                e -> assertThat(e.error()).isEqualTo(ErrorCode.PIN_AHEAD_OF_LOG));
        assertThatThrownBy(() -> export(new ExportRequest(true, null, 7))).isInstanceOfSatisfying(
                RefusedException.class, e -> assertThat(e.error()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThat(events()).hasSize(3);
    }

    @Test
    void saysHowMuchItWillWrite() throws Exception {
        append(5);
        Exports.Prepared prepared = exports.prepare(OrgContext.system(org), AuditLog.system(),
                ExportRequest.since(2, true));
        Path file = folder.resolve("counted.ahexport");
        prepared.writeTo(Files.newOutputStream(file));

        assertThat(prepared.entries()).isEqualTo(3);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.stream().filter(entry -> entry.getName().startsWith("entries/"))
                    .mapToLong(ZipEntry::getSize).sum()).isEqualTo(prepared.contentBytes());
        }
    }

    @Test
    void letsManyExportAtOnceWhileOthersAppend() throws Exception {
        append(5);
        List<Callable<Path>> work = new ArrayList<>();
        IntStream.range(0, 6).forEach(_ -> work.add(this::export));
        IntStream.range(0, 6).forEach(_ -> work.add(() -> {
            append(7);
            return export();
        }));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Path> export : threads.invokeAll(work)) {
                assertThat(verify(export.get(), null).verdict()).isEqualTo(Verdict.VERIFIED);
            }
        }
    }

    @Test
    void signsNothingForADatabaseThatWasRolledBack() throws Exception {
        append(5);
        export();
        rollBackTo(3);
        append(1);

        assertThatThrownBy(this::export).isInstanceOfSatisfying(CheckpointRefusedException.class,
                e -> assertThat(e.code()).isEqualTo("CHECKPOINT_ROLLED_BACK"));

        append(4);
        long size = events().size();
        assertThatThrownBy(this::export).isInstanceOfSatisfying(CheckpointRefusedException.class,
                e -> assertThat(e.code()).isEqualTo("CHECKPOINT_FORKED"));
        assertThat(events()).as("a refused export leaves no trace").hasSize((int) size);
    }

    @Test
    void letsNoOtherDataFolderSign() throws Exception {
        append(2);
        export();
        try (DataFolder elsewhere = DataFolder.open(folder.resolve("elsewhere"))) {
            Checkpoints others = new Checkpoints(transactions, log, elsewhere, InstantSource.system());
            for (ThrowingCallable signing : List.<ThrowingCallable>of(() -> others.publish(org, AuditLog.system()),
                    () -> new Exports(transactions, others).prepare(OrgContext.system(org), AuditLog.system(),
                            ExportRequest.whole(true)),
                    () -> others.succeed(org, (_, _, _) -> {}))) {
                assertThatThrownBy(signing).isInstanceOfSatisfying(CheckpointRefusedException.class, e -> {
                    assertThat(e.code()).isEqualTo("CHECKPOINT_SIGNER_ELSEWHERE");
                    assertThat(e.isRestorable()).isFalse();
                });
            }
        }

        assertThat(verify(export(), null).verdict()).isEqualTo(Verdict.VERIFIED);
    }

    @Test
    void leavesNoExportWhereTheReaderGoesAway() {
        append(2);
        Exports.Prepared prepared = exports.prepare(OrgContext.system(org), AuditLog.system(),
                ExportRequest.whole(true));

        assertThatThrownBy(() -> prepared.writeTo(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("gone");
            }
        })).isInstanceOf(IOException.class).hasMessage("gone");
    }

    private void rollBackTo(long size) throws Exception {
        TestDatabase.tamper("delete from audit.event where org_id = '" + org + "' and seq >= " + size,
                "update audit.head set size = " + size + ", link = (select link from audit.event where org_id = '"
                        + org + "' and seq = " + (size - 1) + ") where org_id = '" + org + "'");
    }

    private Path export() throws IOException {
        return export(ExportRequest.whole(true));
    }

    private Path export(ExportRequest request) throws IOException {
        Path file = Files.createTempFile(folder, "log", ".ahexport");
        exports.prepare(OrgContext.system(org), AuditLog.system(), request)
                .writeTo(Files.newOutputStream(file));
        return file;
    }

    private Report verify(Path export, @Nullable Pin pin) throws IOException {
        return Verifier.verify(export, VerifyOptions.of(key(), pin));
    }

    private VerifierKey key() {
        return checkpoints.verifierKey(origin());
    }

    private Origin origin() {
        return transactions.call(OrgContext.system(org), log::head).origin();
    }

    private void append(int count) {
        EventDraft draft = new EventDraft("test", AuditLog.system(), new Subject("1", "test"), null,
                JsonObject.builder().put("text", "anything").build());
        EventDraft[] drafts = Collections.nCopies(count, draft).toArray(EventDraft[]::new);
        if (events().isEmpty()) {
            drafts[0] = opened(origin());
        }
        transactions.call(OrgContext.system(org), handle -> log.append(handle, org, drafts));
    }

    private static EventDraft opened(Origin origin) {
        return new EventDraft(EventType.LOG_OPENED, AuditLog.system(), new Subject(origin.toString(), "log"), null,
                JsonObject.builder().put("origin", origin.toString()).build());
    }

    private List<AuditEvent> events() {
        return transactions.call(OrgContext.system(org), handle -> log.newest(handle, null, 200)).items().reversed()
                .stream().map(AuditEntry::eventBytes).map(AuditEvent::parse).toList();
    }
}
