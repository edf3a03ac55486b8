package dev.agenthub.app.ui.audit;

import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.evidence.chain.Chain;
import dev.agenthub.evidence.hash.Hash;
import org.jspecify.annotations.Nullable;

/**
 * An entry in its place: the link before it, its own, and the one after it.
 *
 * @param row the entry
 * @param previous h_(seq-1) in hex, the genesis of the log for the first entry
 * @param next h_(seq+1) in hex; null for the newest entry
 * @param recomputed whether this machine gets the same link from the previous one and the bytes
 */
public record ChainLink(AuditRow row, String previous, @Nullable String next, boolean recomputed) {

    /** Puts an entry between its neighbours, and computes its link from its own bytes. */
    static ChainLink of(AuditLogInfo log, AuditRow row, @Nullable AuditRow before, @Nullable AuditRow after) {
        Hash previous = before == null ? Chain.genesis(log.origin()) : Hash.ofHex(before.link());
        Hash link = Chain.link(row.seq(), previous, Chain.event(row.event()));
        return new ChainLink(row, previous.hex(), after == null ? null : after.link(), link.hex().equals(row.link()));
    }
}
