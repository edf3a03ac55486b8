package dev.agenthub.evidence.proof;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.chain.Chain;
import dev.agenthub.evidence.export.EntryLine;
import dev.agenthub.evidence.export.ExportReader;
import dev.agenthub.evidence.export.Frontier;
import dev.agenthub.evidence.export.Manifest;
import dev.agenthub.evidence.export.SegmentLines;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.merkle.CompactRange;
import dev.agenthub.evidence.merkle.InclusionProver;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.verify.VerifyOptions.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes the proof of one entry from an export, in one pass and constant memory. */
public final class EntryProver {

    private final ExportReader reader;
    private final long seq;
    private final Checkpoint checkpoint;
    private final InclusionProver prover;
    private byte @Nullable [] event;
    private Hash previous;

    private EntryProver(ExportReader reader, long seq, Checkpoint checkpoint) {
        Frontier frontier = reader.frontier();
        this.reader = reader;
        this.seq = seq;
        this.checkpoint = checkpoint;
        this.prover = new InclusionProver(seq, checkpoint.size(),
                frontier == null ? new CompactRange() : frontier.range());
        this.previous = frontier == null ? Chain.genesis(checkpoint.origin()) : frontier.head();
    }

    /**
     * Makes the proof of an entry, and checks that it holds. Whether the checkpoint's signature can be trusted is decided by whoever
     * verifies the proof.
     *
     * @param progress told how far it is in bytes of the export
     * @throws EvidenceException SEQ_OUT_OF_RANGE where the export does not hold the entry, or why the export gives no proof
     * @throws IOException where the file cannot be read
     */
    public static EntryProof prove(Path export, long seq, Progress progress) throws IOException {
        try (ExportReader reader = ExportReader.open(export)) {
            Manifest manifest = reader.manifest();
            long end = manifest.firstSeq() + manifest.entries();
            if (seq < manifest.firstSeq() || seq >= end) {
                throw new EvidenceException(Codes.SEQ_OUT_OF_RANGE, manifest.entries() == 0
                        ? "The export holds no entries."
                        : "The export holds the entries " + manifest.firstSeq() + " to " + (end - 1) + ", not " + seq
                                + ".");
            }
            Checkpoint checkpoint = Checkpoint.unverified(reader.checkpoint());
            if (checkpoint.size() != end) {
                throw new EvidenceException(Codes.COUNT_MISMATCH, "The checkpoint is about " + checkpoint.size()
                        + " entries, the export ends at " + end + ".");
            }
            return new EntryProver(reader, seq, checkpoint).prove(progress);
        }
    }

    private EntryProof prove(Progress progress) throws IOException {
        long consumed = 0;
        long at = reader.manifest().firstSeq();
        for (int i = 0; i < reader.manifest().segments().size(); i++) {
            try (SegmentLines lines = reader.segment(i)) {
                for (; lines.next(); at++) {
                    take(at, lines);
                    progress.report(consumed + lines.consumed(), reader.length());
                }
                consumed += lines.consumed();
            }
        }
        if (event == null || at != checkpoint.size()) {
            throw new EvidenceException(Codes.COUNT_MISMATCH, "The export does not hold as many entries as it says.");
        }
        EntryProof proof = EntryProof.of(event, previous, seq, prover.proof(), reader.checkpoint());
        proof.requireWithin(checkpoint);
        return proof;
    }

    private void take(long at, SegmentLines lines) {
        byte[] stated = EntryLine.link(lines);
        if (stated == null) {
            throw EntryLine.malformed();
        }
        Hash link = Hash.of(stated);
        if (at < seq) {
            previous = link;
        } else if (at == seq) {
            event = Arrays.copyOfRange(lines.buffer(), EntryLine.eventFrom(lines), EntryLine.eventTo(lines));
        }
        prover.append(link);
    }
}
