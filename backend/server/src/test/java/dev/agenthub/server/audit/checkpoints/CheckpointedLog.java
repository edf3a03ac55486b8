package dev.agenthub.server.audit.checkpoints;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.server.TestClock;
import dev.agenthub.server.TestDatabase;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.folder.DataFolder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The empty log of a new organization, and the data folder in which its checkpoints are signed. */
abstract class CheckpointedLog {
    final OrgTransactions transactions = TestDatabase.get().database().transactions();
    final UUID org = TestDatabase.organization();
    final TestClock clock = new TestClock();
    final AuditLog log = new AuditLog(new EventStream(), clock);
    @TempDir
    private Path folder;
    DataFolder data;

    @BeforeEach
    void openFolder() {
        data = DataFolder.open(folder);
    }

    @AfterEach
    void closeFolder() {
        data.close();
    }

    /** The checkpoints of a backend on this folder. */
    Checkpoints checkpoints() {
        return new Checkpoints(transactions, log, data, clock);
    }

    /** Appends so many events of the type {@code test} in one transaction. */
    void append(int count) {
        EventDraft draft = new EventDraft("test", AuditLog.system(), new Subject("1", "test"), null,
                JsonObject.builder().build());
        transactions.run(OrgContext.system(org), handle -> log.append(handle, org,
                Collections.nCopies(count, draft).toArray(EventDraft[]::new)));
    }
}
