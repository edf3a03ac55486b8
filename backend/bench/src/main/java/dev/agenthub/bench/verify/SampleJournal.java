package dev.agenthub.bench.verify;

import dev.agenthub.bench.Folders;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The lines of a generated log as entries of systemd's journal, uncompressed and not sealed. Its program for entries of other machines
 * writes them (Debian's package {@code systemd-journal-remote}).
 */
final class SampleJournal implements AutoCloseable {
    private static final Path WRITER = Path.of("/usr/lib/systemd/systemd-journal-remote");
    private static final String MACHINE = "0123456789abcdef0123456789abcdef";
    private static final long FIRST_MICROSECOND = 1_790_000_000_000_000L;

    private final Path folder;

    private SampleJournal(Path folder) {
        this.folder = folder;
    }

    /** Whether this machine can write one. */
    static boolean isPossible() {
        return Files.isExecutable(WRITER);
    }

    /** Writes each line of {@code lines} as an entry. */
    static SampleJournal write(Path lines) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("agenthub-bench-journal-");
        Path exported = folder.resolve("entries.export");
        try (BufferedReader in = Files.newBufferedReader(lines);
                BufferedWriter out = Files.newBufferedWriter(exported)) {
            long entry = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.write("""
                        __REALTIME_TIMESTAMP=%d
                        __MONOTONIC_TIMESTAMP=%d
                        _BOOT_ID=%s
                        _MACHINE_ID=%s
                        MESSAGE=%s

                        """.formatted(FIRST_MICROSECOND + entry, entry, MACHINE, MACHINE, line));
                entry++;
            }
        }
        ChildProcess.run(List.of(WRITER.toString(), "--compress=no", "--seal=no", "-o",
                folder.resolve("entries.journal").toString(), exported.toString()), Map.of());
        Files.delete(exported);
        return new SampleJournal(folder);
    }

    /** The command that checks all of it. */
    List<String> verification() {
        return List.of("journalctl", "--verify", "--directory", folder.toString());
    }

    @Override
    public void close() throws IOException {
        Folders.delete(folder);
    }
}
