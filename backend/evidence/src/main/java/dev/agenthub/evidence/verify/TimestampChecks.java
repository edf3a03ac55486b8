package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.export.ExportReader;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.timestamp.Timestamp;
import dev.agenthub.evidence.timestamp.TimestampToken;
import dev.agenthub.evidence.verify.report.Findings;
import dev.agenthub.evidence.verify.report.StampedCheckpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Checks the tokens of an export over the checkpoints they stand beside. */
final class TimestampChecks {

    /**
     * An export with more bad tokens than this is not worth the time that the rest would take. One less than the findings
     * that are kept of a kind, so that the one which says so is kept.
     */
    private static final int MOST_INVALID = Findings.KEPT - 1;

    private final ExportReader reader;
    private final VerifyOptions options;
    private final Findings findings;
    private final List<StampedCheckpoint> stamped = new ArrayList<>();

    TimestampChecks(ExportReader reader, VerifyOptions options, Findings findings) {
        this.reader = reader;
        this.options = options;
        this.findings = findings;
    }

    /** Checks every token, in the order of their sizes, and returns those that hold. */
    List<StampedCheckpoint> check(String note, Checkpoint checkpoint) throws IOException {
        int invalid = 0;
        for (long size : reader.timestamps()) {
            if (options.cancelled().getAsBoolean()) {
                throw new CancellationException();
            }
            if (invalid == MOST_INVALID) {
                findings.add(Codes.TIMESTAMP_INVALID, null,
                        "The tokens from " + name(size) + " on were not looked at.");
                break;
            }
            try {
                accept(size, TimestampToken.parse(reader.timestamp(size)).verify(
                        size == checkpoint.size() ? note : older(size), options.authorities()));
            } catch (EvidenceException e) {
                invalid++;
                findings.add(Codes.TIMESTAMP_INVALID, null, name(size) + ": " + e.getMessage());
            }
        }
        if (!stamped.isEmpty() && options.authorities() == null) {
            findings.add(Codes.TIMESTAMP_AUTHORITY_UNCHECKED, null,
                    "The timestamps are intact, but no certificate was given to check their authority with.");
        }
        return List.copyOf(stamped);
    }

    private String older(long size) throws IOException {
        if (!reader.hasOlderCheckpoint(size)) {
            throw new EvidenceException(Codes.TIMESTAMP_INVALID, "There is no checkpoint of its size.");
        }
        return reader.olderCheckpoint(size);
    }

    private void accept(long size, Timestamp timestamp) {
        if (!stamped.isEmpty() && timestamp.time().isBefore(stamped.getLast().timestamp().time())) {
            findings.add(Codes.TIME_REGRESSED, null, name(size) + " is of an earlier time than "
                    + name(stamped.getLast().size()) + ".");
        }
        stamped.add(new StampedCheckpoint(size, timestamp));
    }

    private static String name(long size) {
        return "timestamps/" + size + ".tsr";
    }
}
