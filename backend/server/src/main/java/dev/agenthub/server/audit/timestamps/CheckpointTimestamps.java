package dev.agenthub.server.audit.timestamps;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.timestamp.Timestamp;
import dev.agenthub.evidence.timestamp.TimestampQuery;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.checkpoints.Checkpoints;
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
 * Gets a timestamp (RFC 3161) for each log's last published checkpoint from the configured authority.
 *
 * <p>Publishing and exporting do not wait for it: an export without the token is complete, and a later one
 * includes it. A token is stored only after the checks that a verifier makes. After a failure the next sweep
 * tries again for the checkpoint that is the last then, which covers the earlier entries. Timestamps are not
 * recorded in the log, since each record would need a further checkpoint and timestamp. Thread-safe.
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

    /** Whether the last attempt failed for any organization. */
    public boolean isFailing() {
        return !failing.isEmpty();
    }

    /** Requests a timestamp where the last checkpoint of the organization's log has none, and stores it where it is valid. */
    public void sweep(UUID org) {
        Origin current = transactions.call(OrgContext.system(org), log::head).origin();
        Optional<String> last = checkpoints.lastNote(current);
        // Of the incarnation before, as long as a restored log has no checkpoint.
        Origin origin = last.map(note -> Origin.parse(Checkpoint.unverified(note).origin())).orElse(current);
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

    /** Called outside of any transaction, since the authority may be slow. */
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

    /** Stored only beside the exact note that it covers: after a crash the signer may remember a note that the database does not have. */
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
