package dev.agenthub.server.audit;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.timestamp.Timestamp;
import dev.agenthub.evidence.timestamp.TimestampQuery;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets each log's last checkpoint timestamped (RFC 3161) by the configured authority, after it was published.
 *
 * <p>Nothing waits for the authority: a checkpoint or an export goes on without its token, and the next one
 * carries it. What it answers is checked as a verifier will check it before it is kept; what fails is tried
 * again at the next sweep, for the checkpoint that is the last one then, which covers all before it. Nothing
 * is recorded in the log: that would need a checkpoint, and that a timestamp. Safe for use by many threads.
 */
public final class CheckpointTimestamps {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointTimestamps.class);
    private static final int NONCE_LENGTH = 16;

    private final OrgTransactions transactions;
    private final AuditLog log;
    private final Checkpoints checkpoints;
    private final TimestampConfig config;
    private final TimestampClient client;
    private final SecureRandom random = new SecureRandom();
    private final Set<UUID> failing = ConcurrentHashMap.newKeySet();

    public CheckpointTimestamps(OrgTransactions transactions, AuditLog log, Checkpoints checkpoints,
            TimestampConfig config) {
        this.transactions = transactions;
        this.log = log;
        this.checkpoints = checkpoints;
        this.config = config;
        this.client = new TimestampClient(config.url());
    }

    /** Whether the last attempt for any organization failed. */
    public boolean isFailing() {
        return !failing.isEmpty();
    }

    /** Asks for a timestamp where the last checkpoint of the organization's log has none, and keeps what holds. */
    public void sweep(UUID org) {
        Origin origin = transactions.call(OrgContext.system(org), log::head).origin();
        Optional<String> last = checkpoints.lastNote(origin);
        if (last.isEmpty() || isStamped(org, origin, last.get())) {
            failing.remove(org);
            return;
        }
        try {
            ask(org, origin, last.get());
            failing.remove(org);
        } catch (IOException | EvidenceException e) {
            if (failing.add(org)) {
                LOG.warn("No timestamp from {}, it is tried again: {}", config.url(), e.getMessage());
            }
        }
    }

    private boolean isStamped(UUID org, Origin origin, String note) {
        return transactions.call(OrgContext.system(org), handle -> handle.createQuery("""
                select exists (select from checkpoint_timestamp where incarnation = :incarnation and size = :size)
                """)
                .bind("incarnation", origin.incarnation())
                .bind("size", Checkpoint.unverified(note).size())
                .mapTo(Boolean.class)
                .one());
    }

    /** The authority is asked outside of any transaction: it may take its time. */
    private void ask(UUID org, Origin origin, String note) throws IOException {
        byte[] nonce = new byte[NONCE_LENGTH];
        random.nextBytes(nonce);
        TimestampQuery query = new TimestampQuery(note, nonce);
        byte[] token = client.ask(query.der());
        Timestamp timestamp = query.check(token, config.trusted());
        transactions.run(OrgContext.system(org), handle -> keep(handle, origin, note, token, timestamp));
        LOG.info("{} saw {} entries of {} at {}", timestamp.authority(), Checkpoint.unverified(note).size(), origin,
                timestamp.time());
    }

    /** Only beside the very note it is over: a crash may have left one that the signer remembers and the database does not. */
    private static void keep(Handle handle, Origin origin, String note, byte[] token, Timestamp timestamp) {
        handle.createUpdate("""
                insert into checkpoint_timestamp (org_id, incarnation, size, token, stamped_at)
                select org_id, incarnation, size, :token, :time
                  from checkpoint
                 where incarnation = :incarnation and size = :size and note = :note
                on conflict do nothing
                """)
                .bind("token", token)
                .bind("time", timestamp.time().atOffset(ZoneOffset.UTC))
                .bind("incarnation", origin.incarnation())
                .bind("size", Checkpoint.unverified(note).size())
                .bind("note", note)
                .execute();
    }
}
