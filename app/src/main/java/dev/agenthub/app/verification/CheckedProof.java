package dev.agenthub.app.verification;

import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.proof.ProofReport;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The verification of an entry's proof that came to an end.
 *
 * @param proof the file
 * @param report what was decided
 * @param trust by which key, and why that one
 * @param pin the checkpoint that the auditor had kept, null for none
 * @param keyRecorded whether the key is now recorded on this machine and was not before
 */
public record CheckedProof(Path proof, ProofReport report, Trust trust, @Nullable Pin pin, boolean keyRecorded) {}
