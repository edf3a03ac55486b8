package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.verify.controls.saved.SavedState;
import dev.agenthub.evidence.verify.report.Report;
import org.jspecify.annotations.Nullable;

/**
 * The result of a verification: its report, and the state for the next one.
 *
 * @param state what the next verification can begin from, to be kept with the pin of this export's checkpoint; null where the export was
 *         rejected, or its controls were judged in part
 */
public record VerifiedExport(Report report, @Nullable SavedState state) {}
