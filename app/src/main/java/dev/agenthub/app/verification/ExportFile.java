package dev.agenthub.app.verification;

import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.note.Checkpoint;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads details of an export for display. They are not verified: the verifier reads the archive itself.
 */
public final class ExportFile {
    private static final int NOTE_LIMIT = 1 << 20;
    private static final int LINE_LIMIT = 32 << 20;
    private static final int BEFORE_EVENT = "{\"event\":".length();
    private static final int AFTER_EVENT = ",\"h\":\"\"}".length() + 64;

    private ExportFile() {}

    /** The origin of the log that the export claims to contain; empty where it is unreadable. */
    public static Optional<String> claimedOrigin(Path export) throws IOException {
        try (var zip = new ZipFile(export.toFile())) {
            ZipEntry checkpoint = zip.getEntry("checkpoint");
            if (checkpoint == null) {
                return Optional.empty();
            }
            try (InputStream in = zip.getInputStream(checkpoint)) {
                String note = new String(in.readNBytes(NOTE_LIMIT), StandardCharsets.UTF_8);
                return Optional.of(Checkpoint.unverified(note).origin());
            }
        } catch (ZipException | EvidenceException e) {
            return Optional.empty();
        }
    }

    /**
     * The exact bytes of the event on a line, counted from 0 over all segments. The whole
     * line where it has no event's form; null where there is no such line.
     */
    public static byte @Nullable [] event(Path export, long index) throws IOException {
        try (var zip = new ZipFile(export.toFile())) {
            List<String> segments = zip.stream().map(ZipEntry::getName).filter(name -> name.startsWith("entries/"))
                    .sorted().toList();
            long before = 0;
            for (String segment : segments) {
                try (var in = new BufferedInputStream(zip.getInputStream(zip.getEntry(segment)), 1 << 16)) {
                    var line = new Line(index - before);
                    byte[] found = line.findIn(in);
                    if (found != null) {
                        return eventOf(found);
                    }
                    before += line.passed;
                }
            }
            return null;
        } catch (ZipException e) {
            return null;
        }
    }

    private static byte[] eventOf(byte[] line) {
        if (line.length <= BEFORE_EVENT + AFTER_EVENT || line[0] != '{') {
            return line;
        }
        return Arrays.copyOfRange(line, BEFORE_EVENT, line.length - AFTER_EVENT);
    }

    /** Finds one line of a segment without keeping the others in memory. */
    private static final class Line {
        private final long wanted;
        private long passed;

        Line(long wanted) {
            this.wanted = wanted;
        }

        byte @Nullable [] findIn(InputStream in) throws IOException {
            var line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    if (passed == wanted) {
                        return line.toByteArray();
                    }
                    passed++;
                } else if (passed == wanted && line.size() < LINE_LIMIT) {
                    line.write(next);
                }
            }
            return line.size() > 0 ? line.toByteArray() : null;
        }
    }
}
