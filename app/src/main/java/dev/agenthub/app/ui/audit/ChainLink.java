package dev.agenthub.app.ui.audit;

import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.evidence.chain.Chain;
import dev.agenthub.evidence.hash.Hash;
import org.jspecify.annotations.Nullable;

/**
 * An entry with the chain hashes before it, of it, and after it.
 *
 * @param row the entry
 * @param previous h_(seq-1) in hex; for the first entry the log's genesis value
 * @param next h_(seq+1) in hex; null for the newest entry
 * @param recomputed whether the hash computed here from the previous one and the bytes is the same
 */
public record ChainLink(AuditRow row, String previous, @Nullable String next, boolean recomputed) {

    /** Combines an entry with its neighbours, and computes its chain hash from its bytes. */
    static ChainLink of(AuditLogInfo log, AuditRow row, @Nullable AuditRow before, @Nullable AuditRow after) {
        Hash previous = before == null ? Chain.genesis(log.origin()) : Hash.ofHex(before.link());
        Hash link = Chain.link(row.seq(), previous, Chain.event(row.event()));
        return new ChainLink(row, previous.hex(), after == null ? null : after.link(), link.hex().equals(row.link()));
    }
}
