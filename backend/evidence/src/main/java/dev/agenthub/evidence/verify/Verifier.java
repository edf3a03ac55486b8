package dev.agenthub.evidence.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Decides offline about an export: chain, tree, checkpoint, pin and controls. */
public final class Verifier {

    private Verifier() {}

    /**
     * Verifies an export file.
     *
     * @return the report, whatever is wrong with the export
     * @throws IOException where the file cannot be read
     * @throws java.util.concurrent.CancellationException where the caller cancelled
     */
    public static Report verify(Path export, VerifyOptions options) throws IOException {
        PartState unchecked = PartState.NOT_CHECKED;
        return new Report(Verdict.REJECTED, false, 0, 0, null, null, null, null, null, 0, 0,
                new Report.Parts(unchecked, unchecked, unchecked, unchecked, unchecked), ControlsSummary.NONE,
                List.of());
    }
}
