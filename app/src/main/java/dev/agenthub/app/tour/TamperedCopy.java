package dev.agenthub.app.tour;

import dev.agenthub.app.verification.ExportFile;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.export.ExportWriter;
import dev.agenthub.evidence.hash.Hash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;

/**
 * Makes a forged copy of an export: changes one byte of one event, and corrects the archive's checksums and index.
 */
final class TamperedCopy {
    private static final int LINK_FROM_END = 64 + "\"}".length();

    private TamperedCopy() {}

    /** Copies an export, changing the first {@code from} of one event to {@code to}, which is one byte. */
    static void write(Path export, Path copy, long seq, char from, char to) throws IOException {
        String origin = ExportFile.claimedOrigin(export)
                .orElseThrow(() -> new StepFailedException(export + " names no log"));
        try (var zip = new ZipFile(export.toFile());
                var writer = ExportWriter.open(Files.newOutputStream(copy), Origin.parse(origin), 0, null)) {
            writer.checkpoint(text(zip, "checkpoint"));
            for (String older : zip.stream().map(entry -> entry.getName())
                    .filter(name -> name.startsWith("checkpoints/")).toList()) {
                writer.olderCheckpoint(Long.parseLong(older.substring("checkpoints/".length())), text(zip, older));
            }
            long at = 0;
            for (String segment : zip.stream().map(entry -> entry.getName()).filter(name -> name.startsWith("entries/"))
                    .sorted().toList()) {
                for (String line : text(zip, segment).lines().toList()) {
                    String event = line.substring("{\"event\":".length(), line.length() - LINK_FROM_END - ",\"h\":\""
                            .length());
                    String written = at == seq ? changed(event, from, to) : event;
                    writer.event(written.getBytes(StandardCharsets.UTF_8), Hash.ofHex(line.substring(line.length()
                            - LINK_FROM_END, line.length() - 2)));
                    at++;
                }
            }
        }
    }

    private static String changed(String event, char from, char to) {
        int at = event.indexOf(from);
        StepFailedException.unless(at >= 0, "the event has nothing to change: " + event);
        return event.substring(0, at) + to + event.substring(at + 1);
    }

    private static String text(ZipFile zip, String name) throws IOException {
        try (var in = zip.getInputStream(zip.getEntry(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
