package dev.agenthub.app.verification;

import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.proof.ProofReport;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A completed verification of an entry's proof.
 *
 * @param proof the file
 * @param report the verifier's report
 * @param trust the key used, and why it is trusted
 * @param pin the auditor's earlier checkpoint; null for none
 * @param keyRecorded whether this verification recorded the key on this machine
 */
public record CheckedProof(Path proof, ProofReport report, Trust trust, @Nullable Pin pin, boolean keyRecorded) {}
