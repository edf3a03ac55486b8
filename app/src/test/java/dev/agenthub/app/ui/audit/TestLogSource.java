package dev.agenthub.app.ui.audit;

import dev.agenthub.api.AuditEntry;
import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.api.Page;
import dev.agenthub.app.client.BackendException;
import dev.agenthub.app.testing.TestLog;
import dev.agenthub.evidence.hash.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A backend that tells a real log, and lies or goes away when the test wants it to. */
final class TestLogSource implements AuditSource {
    private final TestLog log;
    private volatile int lie = -1;
    private volatile boolean gone;

    TestLogSource(TestLog log) {
        this.log = log;
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
                log.signer().verifierKey().toString(), log.note(), null, null, List.of());
    }

    @Override
    public Page<AuditEntry> before(@Nullable Long seq, int limit) {
        int from = seq == null ? log.size() : Math.toIntExact(seq);
        int to = Math.max(0, from - limit);
        List<AuditEntry> entries = new ArrayList<>();
        for (int at = from - 1; at >= to; at--) {
            Hash link = at == lie ? Hash.sha256(log.event(at)) : log.link(at);
            entries.add(AuditEntry.of(at, link.hex(), log.event(at)));
        }
        return new Page<>(entries, to == 0 ? null : Integer.toString(to));
    }

    @Override
    public long export(Path target) {
        try {
            return Files.size(log.export(target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
