package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.export.ExportReader;
import dev.agenthub.evidence.verify.report.Report;
import java.io.IOException;
import java.nio.file.Path;

/** Verifies an export offline: chain, tree, checkpoint, pin and controls (SPEC.md §7). */
public final class Verifier {

    private Verifier() {}

    /**
     * Verifies an export file. Without a trusted key, given or in the pin, nothing is ever verified.
     *
     * @return the report, whatever is wrong with the export
     * @throws IOException where the file cannot be read
     * @throws java.util.concurrent.CancellationException where the caller cancelled or interrupted
     */
    public static Report verify(Path export, VerifyOptions options) throws IOException {
        return verifyAndRemember(export, options).report();
    }

    /** Verifies an export file like {@link #verify}, and returns the state from which the next verification can begin. */
    public static VerifiedExport verifyAndRemember(Path export, VerifyOptions options) throws IOException {
        ExportReader reader;
        try {
            reader = ExportReader.open(export);
        } catch (EvidenceException e) {
            return new VerifiedExport(Verification.unreadable(options, e), null);
        }
        try (reader) {
            return new Verification(reader, options).run();
        }
    }
}
