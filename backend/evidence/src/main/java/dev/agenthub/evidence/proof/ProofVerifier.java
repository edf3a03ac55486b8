package dev.agenthub.evidence.proof;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.Chain;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.PartState;
import dev.agenthub.evidence.verify.report.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Verifies the proof of one entry offline. */
public final class ProofVerifier {

    private static final Set<String> ENTRY = Set.of(Codes.PROOF_MALFORMED, Codes.ENTRY_MALFORMED,
            Codes.ENTRY_NOT_CANONICAL, Codes.WRONG_ORG);
    private static final Set<String> PLACE = Set.of(Codes.PROOF_INVALID, Codes.LINK_MISMATCH);
    private static final Set<String> SIGNATURE = Set.of(Codes.CHECKPOINT_MALFORMED, Codes.SIGNATURE_MISSING,
            Codes.SIGNATURE_INVALID);
    private static final Set<String> PIN = Set.of(Codes.PIN_FORKED, Codes.PIN_ORIGIN_CHANGED);

    private final @Nullable VerifierKey key;
    private final @Nullable Pin pin;
    private final List<Finding> findings = new ArrayList<>();
    private @Nullable EntryProof proof;
    private @Nullable AuditEvent event;
    private @Nullable Checkpoint checkpoint;

    private ProofVerifier(@Nullable VerifierKey key, @Nullable Pin pin) {
        this.key = key != null || pin == null ? key : pin.key();
        this.pin = pin;
    }

    /**
     * Verifies the bytes of a proof's file. Without a trusted key, given or in the pin, nothing is ever verified.
     *
     * @return the report, whatever is wrong with the proof
     */
    public static ProofReport verify(byte[] file, @Nullable VerifierKey key, @Nullable Pin pin) {
        ProofVerifier verifier = new ProofVerifier(key, pin);
        try {
            verifier.check(EntryProof.parse(file));
        } catch (EvidenceException e) {
            verifier.find(e);
        }
        return verifier.report();
    }

    private void check(EntryProof read) {
        proof = read;
        checkEntry(read);
        Checkpoint claimed = Checkpoint.unverified(read.note());
        if (claimed.size() > TlogProof.MAX_NUMBER) {
            throw new EvidenceException(Codes.CHECKPOINT_MALFORMED, "The checkpoint's size is beyond 2^53-1.");
        }
        checkpoint = claimed;
        checkSignature(read.note(), claimed);
        checkLog(read, claimed);
        try {
            read.requireWithin(claimed);
        } catch (EvidenceException e) {
            add(e.code(), read.seq(), "The entry does not stand at this place of the checkpoint's tree.");
        }
        if (pin != null) {
            checkPin(claimed, pin.checkpoint());
        }
    }

    private void checkEntry(EntryProof read) {
        try {
            event = AuditEvent.parse(read.event());
        } catch (EvidenceException e) {
            find(e);
        }
    }

    private void checkSignature(String note, Checkpoint claimed) {
        if (key == null) {
            add(Codes.SIGNATURE_MISSING, null, "No trusted key was given to check the checkpoint with.");
            return;
        }
        boolean renamed = pin != null && !pin.checkpoint().origin().equals(claimed.origin());
        try {
            Checkpoint.open(note, key);
        } catch (EvidenceException e) {
            // A renamed origin has another key's name too; the pin tells why, and that is the finding worth having.
            if (!renamed || !e.code().equals(Codes.SIGNATURE_MISSING)) {
                find(e);
            }
        }
    }

    /** Checks that the entry is one of the log that the checkpoint names. */
    private void checkLog(EntryProof read, Checkpoint claimed) {
        try {
            Origin origin = Origin.parse(claimed.origin());
            if (event != null && !event.org().equals(origin.org())) {
                add(Codes.WRONG_ORG, read.seq(), "The event belongs to another organization.");
            }
            if (read.seq() == 0 && !read.previous().equals(Chain.genesis(origin))) {
                add(Codes.LINK_MISMATCH, read.seq(), "The first entry does not link to its log's name.");
            }
        } catch (EvidenceException e) {
            add(Codes.CHECKPOINT_MALFORMED, null, "The checkpoint's origin is none of AgentHub's.");
        }
    }

    private void checkPin(Checkpoint claimed, Checkpoint kept) {
        if (!kept.origin().equals(claimed.origin())) {
            add(Codes.PIN_ORIGIN_CHANGED, null, "The proof is of another log than the pin.");
        } else if (kept.size() == claimed.size() && !kept.root().equals(claimed.root())) {
            add(Codes.PIN_FORKED, null, "The log was forked: at the pin's " + kept.size()
                    + " entries its root is another. The pin and this checkpoint together prove it.");
        }
    }

    private void find(EvidenceException e) {
        String message = String.valueOf(e.getMessage());
        add(e.code(), null, e.offset() < 0 ? message : message + " (byte " + e.offset() + ")");
    }

    private void add(String code, @Nullable Long seq, String message) {
        findings.add(new Finding(code, seq, message));
    }

    private ProofReport report() {
        boolean whole = checkpoint != null;
        ProofReport.Parts parts = new ProofReport.Parts(state(ENTRY, whole), state(PLACE, whole),
                state(SIGNATURE, whole), pinState(whole));
        Hash link = proof == null ? null : proof.link();
        return new ProofReport(findings.isEmpty() ? Verdict.VERIFIED : Verdict.REJECTED,
                parts.pin() == PartState.PASSED, proof, event, link, checkpoint, pin == null ? null : pin.note(), parts,
                findings);
    }

    private PartState state(Set<String> codes, boolean checked) {
        if (findings.stream().anyMatch(finding -> codes.contains(finding.code()))) {
            return PartState.FAILED;
        }
        return checked ? PartState.PASSED : PartState.NOT_CHECKED;
    }

    private PartState pinState(boolean checked) {
        if (pin == null) {
            return PartState.UNPINNED;
        }
        PartState state = state(PIN, checked);
        boolean sameTree = checkpoint != null && checkpoint.size() == pin.checkpoint().size();
        return state == PartState.PASSED && !sameTree ? PartState.PARTIAL : state;
    }
}
