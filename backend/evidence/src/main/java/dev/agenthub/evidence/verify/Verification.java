package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.chain.Chain;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.export.ExportReader;
import dev.agenthub.evidence.export.Frontier;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.merkle.CompactRange;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.evidence.verify.controls.events.Payloads;
import dev.agenthub.evidence.verify.controls.saved.SavedState;
import dev.agenthub.evidence.verify.controls.state.ControlsState;
import dev.agenthub.evidence.verify.report.Findings;
import dev.agenthub.evidence.verify.report.Report;
import dev.agenthub.evidence.verify.report.StampedCheckpoint;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** One verification of one export, from its checkpoint to the report. */
final class Verification {

    /**
     * An export with so many bad checkpoints is not worth the time that the rest would take. One less than the findings
     * that are kept of a kind, so that the one which says so is kept.
     */
    private static final int MOST_INVALID = Findings.KEPT - 1;

    private final ExportReader reader;
    private final VerifyOptions options;
    private final Findings findings = new Findings();
    private final CheckpointRoots roots;
    private @Nullable String note;
    private @Nullable Checkpoint checkpoint;
    private List<StampedCheckpoint> stamped = List.of();
    private final Payloads payloads;

    Verification(ExportReader reader, VerifyOptions options) {
        this.reader = reader;
        this.options = options;
        this.payloads = new Payloads(reader, findings);
        this.roots = new CheckpointRoots(reader.olderCheckpoints(),
                options.pin() == null ? -1 : options.pin().checkpoint().size(), findings);
    }

    /** The report about a file whose outline is already wrong. */
    static Report unreadable(VerifyOptions options, EvidenceException rejection) {
        Findings findings = new Findings();
        findings.add(rejection, null);
        return Reports.of(options, findings, null, null, null, 0, 0, List.of());
    }

    VerifiedExport run() throws IOException {
        LogReplay replay = null;
        try {
            note = reader.checkpoint();
            checkpoint = Checkpoint.unverified(note);
            Origin origin = origin(checkpoint);
            checkSignature(note, checkpoint);
            checkPin(checkpoint);
            readOlderCheckpoints(checkpoint);
            stamped = new TimestampChecks(reader, options, findings).check(note, checkpoint);
            replay = replay(origin);
            checkEnd(checkpoint, replay);
            payloads.requireAllNamed(options.cancelled());
        } catch (EvidenceException e) {
            findings.add(e, null);
        }
        Report report = Reports.of(options, findings, note, checkpoint, replay, reader.manifest().firstSeq(),
                replay == null ? 0 : payloads.sound(), stamped);
        return new VerifiedExport(report, report.isVerified() ? state(replay) : null);
    }

    private @Nullable SavedState state(@Nullable LogReplay replay) {
        ControlsState memory = replay == null ? null : replay.memory();
        return memory == null || checkpoint == null ? null : new SavedState(checkpoint, memory);
    }

    private Origin origin(Checkpoint claimed) {
        if (!claimed.origin().equals(reader.manifest().origin())) {
            findings.add(Codes.ARCHIVE_INVALID, null, "manifest.json names another origin than the checkpoint.");
        }
        try {
            return Origin.parse(claimed.origin());
        } catch (EvidenceException e) {
            throw new EvidenceException(Codes.CHECKPOINT_MALFORMED, "The checkpoint's origin is none of AgentHub's.");
        }
    }

    private void checkSignature(String signed, Checkpoint claimed) {
        VerifierKey key = options.trustedKey();
        if (key == null) {
            findings.add(Codes.SIGNATURE_MISSING, null, "No trusted key was given to check the checkpoint with.");
            return;
        }
        try {
            Checkpoint.open(signed, key);
        } catch (EvidenceException e) {
            boolean renamed = options.pin() != null && !options.pin().checkpoint().origin().equals(claimed.origin());
            // A renamed origin has another key's name too; the pin tells why, and that is the finding worth having.
            if (!renamed || !e.code().equals(Codes.SIGNATURE_MISSING)) {
                findings.add(e, null);
            }
        }
    }

    private void checkPin(Checkpoint claimed) {
        Pin pin = options.pin();
        if (pin == null) {
            return;
        }
        Checkpoint kept = pin.checkpoint();
        if (!kept.origin().equals(claimed.origin())) {
            findings.add(Codes.PIN_ORIGIN_CHANGED, null, "The export is of another log than the pin.");
        } else if (claimed.size() < kept.size()) {
            findings.add(Codes.PIN_ROLLED_BACK, null, "The log was rolled back: the pin has " + kept.size()
                    + " entries, the export ends at " + claimed.size() + ".");
        } else if (kept.size() < reader.manifest().firstSeq()) {
            findings.add(Codes.FRONTIER_INVALID, null,
                    "The export begins after the pin, so nothing shows that it continues the same log.");
        } else {
            roots.pin(kept.size(), kept.root());
        }
    }

    private void readOlderCheckpoints(Checkpoint claimed) throws IOException {
        int invalid = 0;
        for (long size : reader.olderCheckpoints()) {
            if (options.cancelled().getAsBoolean()) {
                throw new CancellationException();
            }
            try {
                Checkpoint published = olderCheckpoint(size, claimed);
                if (size >= reader.manifest().firstSeq()) {
                    roots.state(size, published.root());
                }
            } catch (EvidenceException e) {
                findings.add(e.code(), null, "checkpoints/" + size + ": " + e.getMessage());
                if (++invalid == MOST_INVALID) {
                    findings.add(e.code(), null, "The checkpoints after checkpoints/" + size + " were not looked at.");
                    break;
                }
            }
        }
    }

    /** Reads an older checkpoint: first what costs little, its name and size, then its signature. */
    private Checkpoint olderCheckpoint(long size, Checkpoint claimed) throws IOException {
        String older = reader.olderCheckpoint(size);
        Checkpoint published = Checkpoint.unverified(older);
        if (published.size() != size || size > claimed.size() || !published.origin().equals(claimed.origin())) {
            throw new EvidenceException(Codes.ARCHIVE_INVALID, "it is not what its name says.");
        }
        VerifierKey key = options.trustedKey();
        return key == null ? published : Checkpoint.open(older, key);
    }

    private LogReplay replay(Origin origin) throws IOException {
        Frontier frontier = reader.frontier();
        Hash head = frontier == null ? Chain.genesis(origin) : frontier.head();
        CompactRange tree = frontier == null ? new CompactRange() : frontier.range();
        LogReplay replay = new LogReplay(reader, options, origin, payloads, findings, head, tree, roots,
                new PublishedCheckpoints(reader, roots, findings));
        replay.run();
        return replay;
    }

    private void checkEnd(Checkpoint claimed, LogReplay replay) {
        if (replay.tree().size() != claimed.size()) {
            findings.add(Codes.COUNT_MISMATCH, null, "The checkpoint is about " + claimed.size()
                    + " entries, the export ends at " + replay.tree().size() + ".");
        } else if (!replay.tree().root().equals(claimed.root())) {
            findings.add(Codes.ROOT_MISMATCH, null, "The checkpoint's root is not that of these entries.");
        }
    }
}
