package dev.agenthub.evidence.merkle;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.hash.Hash;
import java.util.Iterator;
import java.util.List;

/** Checks proofs against roots (RFC 9162, sections 2.1.3.2 and 2.1.4.2); a proof that does not hold is thrown as PROOF_INVALID. */
public final class Proofs {

    private Proofs() {}

    /** Checks that the link is the leaf at this index of the tree with this size and root. */
    public static void verifyInclusion(Hash link, long index, long size, List<Hash> proof, Hash root) {
        verifyInclusion(link.bytes(), index, size, proof, root);
    }

    /** Checks that a leaf with this data stands at this index of the tree with this size and root. */
    public static void verifyInclusion(byte[] data, long index, long size, List<Hash> proof, Hash root) {
        if (index < 0 || index >= size) {
            throw invalid();
        }
        TreeHasher hasher = new TreeHasher();
        byte[] hash = hasher.leaf(data);
        long fn = index;
        long sn = size - 1;
        for (Hash step : proof) {
            if (sn == 0) {
                throw invalid();
            }
            if ((fn & 1) == 1 || fn == sn) {
                hash = hasher.node(step.bytes(), hash);
                int skipped = fn == 0 ? 0 : Long.numberOfTrailingZeros(fn);
                fn >>= skipped;
                sn >>= skipped;
            } else {
                hash = hasher.node(hash, step.bytes());
            }
            fn >>= 1;
            sn >>= 1;
        }
        if (sn != 0 || !Hash.of(hash).equals(root)) {
            throw invalid();
        }
    }

    /** Checks that the tree of the second size and root grew from that of the first by appending only. */
    public static void verifyConsistency(long first, Hash firstRoot, long second, Hash secondRoot, List<Hash> proof) {
        if (first < 0 || first > second) {
            throw invalid();
        }
        if (first == second || first == 0) {
            boolean same = first == second ? firstRoot.equals(secondRoot) : firstRoot.equals(new CompactRange().root());
            if (!same || !proof.isEmpty()) {
                throw invalid();
            }
            return;
        }
        climb(first, firstRoot, second, secondRoot, proof);
    }

    private static void climb(long first, Hash firstRoot, long second, Hash secondRoot, List<Hash> proof) {
        if (proof.isEmpty() && Long.bitCount(first) == 1) {
            throw invalid();
        }
        Iterator<Hash> steps = proof.iterator();
        if (Long.bitCount(first) != 1 && !steps.hasNext()) {
            throw invalid();
        }
        TreeHasher hasher = new TreeHasher();
        int skipped = Long.numberOfTrailingZeros(~(first - 1));
        long fn = (first - 1) >> skipped;
        long sn = (second - 1) >> skipped;
        byte[] old = Long.bitCount(first) == 1 ? firstRoot.bytes() : steps.next().bytes();
        byte[] grown = old;
        while (steps.hasNext()) {
            byte[] step = steps.next().bytes();
            if (sn == 0) {
                throw invalid();
            }
            if ((fn & 1) == 1 || fn == sn) {
                old = hasher.node(step, old);
                grown = hasher.node(step, grown);
                int more = fn == 0 ? 0 : Long.numberOfTrailingZeros(fn);
                fn >>= more;
                sn >>= more;
            } else {
                grown = hasher.node(grown, step);
            }
            fn >>= 1;
            sn >>= 1;
        }
        if (sn != 0 || !Hash.of(old).equals(firstRoot) || !Hash.of(grown).equals(secondRoot)) {
            throw invalid();
        }
    }

    private static EvidenceException invalid() {
        return new EvidenceException(Codes.PROOF_INVALID, "The proof does not lead to the root.");
    }
}
