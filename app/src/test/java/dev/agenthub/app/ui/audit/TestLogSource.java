package dev.agenthub.app.ui.audit;

import dev.agenthub.api.AuditEntry;
import dev.agenthub.api.AuditFilter;
import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.api.CheckpointRefusal;
import dev.agenthub.api.EarlierLog;
import dev.agenthub.api.ExportRequest;
import dev.agenthub.api.Page;
import dev.agenthub.app.client.BackendException;
import dev.agenthub.app.client.ExportDownload;
import dev.agenthub.app.client.ExportProgress;
import dev.agenthub.app.testing.TestLog;
import dev.agenthub.app.testing.TestTimeout;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.hash.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An {@link AuditSource} with a real log that can send false data or fail. */
final class TestLogSource implements AuditSource {
    private final TestLog log;
    private volatile int lie = -1;
    private final List<AuditFilter> filters = new CopyOnWriteArrayList<>();
    private final List<ExportRequest> exports = new CopyOnWriteArrayList<>();
    private final List<String> reasons = new CopyOnWriteArrayList<>();
    private volatile boolean gone;
    private volatile boolean slow;
    private volatile @Nullable CheckpointRefusal refusal;

    TestLogSource(TestLog log) {
        this.log = log;
    }

    /** From now on an export waits until it is cancelled. */
    void beSlow() {
        slow = true;
    }

    void refuse(CheckpointRefusal why) {
        refusal = why;
    }

    /** What was asked for, in this order. */
    List<AuditFilter> filters() {
        return List.copyOf(filters);
    }

    List<ExportRequest> exports() {
        return List.copyOf(exports);
    }

    List<String> reasons() {
        return List.copyOf(reasons);
    }

    void lieAbout(int seq) {
        lie = seq;
    }

    void goAway() {
        gone = true;
    }

    @Override
    public AuditLogInfo info() {
        if (gone) {
            throw new BackendException(BackendException.UNREACHABLE, "The backend can’t be reached.", 0, null);
        }
        return new AuditLogInfo(log.origin().toString(), log.size(), log.link(log.size() - 1).hex(),
                log.signer().verifierKey().toString(), log.note(),
                TestLog.START.plus(Duration.ofMinutes(112)), refusal,
                reasons.isEmpty()
                        ? List.of()
                        : List.of(new EarlierLog(1, log.origin().toString(), 1204,
                                log.signer().verifierKey().toString())));
    }

    @Override
    public Page<AuditEntry> entries(AuditFilter filter, @Nullable String cursor, int limit) {
        filters.add(filter);
        List<AuditEntry> entries = new ArrayList<>();
        int at = cursor == null ? log.size() : Integer.parseInt(cursor);
        while (at > 0 && entries.size() < limit) {
            at--;
            if (lets(filter, AuditEvent.parse(log.event(at)))) {
                Hash link = at == lie ? Hash.sha256(log.event(at)) : log.link(at);
                entries.add(AuditEntry.of(at, link.hex(), log.event(at)));
            }
        }
        return new Page<>(entries, at == 0 ? null : Integer.toString(at));
    }

    private static boolean lets(AuditFilter filter, AuditEvent event) {
        String type = filter.type();
        return (type == null || (type.endsWith(".") ? event.type().startsWith(type) : event.type().equals(type)))
                && (filter.actor() == null || filter.actor().equals(event.actor().id()))
                && (filter.subject() == null || filter.subject().equals(event.subject().id()))
                && (filter.from() == null || !event.time().isBefore(filter.from()));
    }

    @Override
    public Export export(ExportRequest request, Path target) {
        exports.add(request);
        return new Export() {
            private final CountDownLatch cancelled = new CountDownLatch(1);

            @Override
            public ExportDownload.Done run(Consumer<ExportProgress> progress) {
                progress.accept(new ExportProgress(1000, log.size(), 0.42));
                try {
                    if (slow && cancelled.await(TestTimeout.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                        throw new BackendException(ExportDownload.CANCELLED, "Cancelled.", 0, null);
                    }
                    return new ExportDownload.Done(target, log.size(), Files.size(log.export(target)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void cancel() {
                cancelled.countDown();
            }
        };
    }

    @Override
    public AuditLogInfo restore(String reason) {
        reasons.add(reason);
        refusal = null;
        return info();
    }

    @Override
    public boolean mayRestore() {
        return true;
    }
}
