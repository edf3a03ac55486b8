package dev.agenthub.app.verification;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.evidence.proof.EntryProof;
import dev.agenthub.evidence.proof.ProofReport;
import dev.agenthub.evidence.proof.ProofVerifier;
import dev.agenthub.evidence.timestamp.TimestampAuthorities;
import dev.agenthub.evidence.verify.KeptPin;
import dev.agenthub.evidence.verify.VerifiedExport;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.VerifyOptions.Progress;
import dev.agenthub.evidence.verify.report.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Verifies exports and proofs with the key that this machine trusts, and records the key after a successful verification. */
public final class FileVerifier {
    private static final String OF_THIS_FILE = "of this file";

    private final KnownKeys keys;
    private final InstantSource clock;
    private final @Nullable TimestampAuthorities authorities;

    public FileVerifier(KnownKeys keys, InstantSource clock) {
        this(keys, clock, null);
    }

    /** Makes a verifier. {@code authorities} are the trusted timestamping authorities; null for none. */
    public FileVerifier(KnownKeys keys, InstantSource clock, @Nullable TimestampAuthorities authorities) {
        this.keys = keys;
        this.clock = clock;
        this.authorities = authorities;
    }

    /**
     * Verifies a file.
     *
     * @param given the key given by the person; null for none
     * @param kept the person's earlier pin and saved state; null for none
     * @throws IOException where the file cannot be read
     * @throws CodedException KEY_NEEDED where no key is known to be trusted
     * @throws java.util.concurrent.CancellationException where the caller cancelled
     */
    public CheckedExport verify(Path export, @Nullable VerifierKey given, @Nullable KeptPin kept, Progress progress,
            BooleanSupplier cancelled) throws IOException {
        long start = System.nanoTime();
        String origin = claimedOrigin(export).orElse(OF_THIS_FILE);
        Pin pin = kept == null ? null : kept.pin();
        Trust trust = Trust.choose(given, pin, origin, keys);
        VerifiedExport verified = Verifier.verifyAndRemember(export,
                new VerifyOptions(trust.key(), pin, progress, cancelled).with(kept == null ? null : kept.state())
                        .trusting(authorities));
        boolean recorded = verified.report().isVerified() && remember(trust);
        return new CheckedExport(export, verified.report(), trust, pin, verified.state(), clock.instant(),
                Duration.ofNanos(System.nanoTime() - start), recorded);
    }

    /**
     * Why what was verified does not continue an earlier pin's log; null where it does, as for the pin used in the verification.
     */
    public @Nullable Finding contradiction(CheckedExport checked, Pin earlier) throws IOException {
        if (earlier.equals(checked.pin())) {
            return null;
        }
        return verify(checked.export(), earlier.key(), new KeptPin(earlier, null), (_, _) -> {}, () -> false)
                .report().findings().stream().filter(finding -> !finding.isWarning()).findFirst().orElse(null);
    }

    /**
     * Verifies the proof of one entry.
     *
     * @throws IOException where the file cannot be read
     * @throws CodedException KEY_NEEDED where no key is known to be trusted
     */
    public CheckedProof verifyProof(Path proof, @Nullable VerifierKey given, @Nullable Pin pin) throws IOException {
        Trust trust = Trust.choose(given, pin, claimedOrigin(proof).orElse(OF_THIS_FILE), keys);
        ProofReport report = ProofVerifier.verify(ProofFile.read(proof), trust.key(), pin);
        return new CheckedProof(proof, report, trust, pin, report.isVerified() && remember(trust));
    }

    /** The origin of the log that an export or a proof claims to be of; empty where it is unreadable. */
    public static Optional<String> claimedOrigin(Path file) throws IOException {
        if (!ProofFile.isIn(file)) {
            return ExportFile.claimedOrigin(file);
        }
        try {
            return Optional.of(Checkpoint.unverified(EntryProof.parse(ProofFile.read(file)).note()).origin());
        } catch (EvidenceException e) {
            return Optional.empty();
        }
    }

    /** A key that can't be recorded does not change the result. */
    private boolean remember(Trust trust) {
        try {
            return trust.recorded() == null && keys.remember(trust.key());
        } catch (IOException e) {
            return false;
        }
    }
}
