package dev.agenthub.bench.verify;

import dev.agenthub.bench.Benchmark;
import dev.agenthub.bench.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code agenthub verify} of a whole export as a process of its own, against {@code sha256sum} over the same uncompressed bytes, and
 * against {@code journalctl --verify} of as many entries where this machine can write them.
 */
public final class VerifyBenchmark implements Benchmark {

    private static final int HEAP_MEGABYTES = 256;
    private static final String JOURNAL = "stored, beside systemd's journal";
    private static final Pattern HEAP_BEFORE = Pattern.compile(" (\\d+)M->\\d+M\\(\\d+M\\)");

    private final Path folder;
    private final Path distribution;
    private final long events;
    private @Nullable SampleExport generated;

    public VerifyBenchmark(Path folder, Path distribution, long events) {
        this.folder = folder;
        this.distribution = distribution;
        this.events = events;
    }

    @Override
    public List<String> names() {
        return Stream.of("stored", "deflated", JOURNAL)
                .filter(how -> !how.equals(JOURNAL) || SampleJournal.isPossible())
                .map(how -> String.format(Locale.ROOT, "verify %,d events, %s", events, how)).toList();
    }

    @Override
    public Row measure(String name) throws Exception {
        if (generated == null) {
            generated = SampleExport.generate(folder, events);
        }
        if (name.endsWith(JOURNAL)) {
            try (SampleJournal journal = SampleJournal.write(generated.bytes)) {
                return measure(name, generated, generated.stored, "journalctl --verify", journal.verification());
            }
        }
        return measure(name, generated, name.endsWith("stored") ? generated.stored : generated.deflated, "sha256sum",
                List.of("sha256sum", generated.bytes.toString()));
    }

    private Row measure(String name, SampleExport sample, Path export, String other, List<String> theirs)
            throws IOException, InterruptedException {
        List<String> ours = List.of(distribution.resolve("bin/agenthub").toString(), "verify", export.toString(),
                "--key", SampleExport.key());
        // The first runs bring both files into the page cache and are not counted.
        long heap = peakHeapMegabytes(ours);
        ChildProcess.run(theirs, Map.of());
        List<ChildProcess.Usage> our = new ArrayList<>();
        List<ChildProcess.Usage> their = new ArrayList<>();
        int repetitions = events > 2_000_000 ? 3 : 7;
        for (int i = 0; i < repetitions; i++) {
            our.add(ChildProcess.run(ours, environment("")));
            their.add(ChildProcess.run(theirs, Map.of()));
        }
        long resident = our.stream().mapToLong(ChildProcess.Usage::residentBytes).max().orElse(0);
        String notes = String.format(Locale.ROOT,
                "%d bytes an event; %d MB of heap at most (-Xmx%dm), %d MB resident; CPU %.2f s against %.2f s",
                sample.bytesPerEvent(), heap, HEAP_MEGABYTES, resident >> 20,
                median(our, ChildProcess.Usage::cpu) / 1e9, median(their, ChildProcess.Usage::cpu) / 1e9);
        return Row.ofTimes(name, median(our, ChildProcess.Usage::wall), other,
                median(their, ChildProcess.Usage::wall), notes);
    }

    @Override
    public void close() throws IOException {
        if (generated != null) {
            generated.close();
        }
    }

    private static double median(List<ChildProcess.Usage> runs, Function<ChildProcess.Usage, Duration> part) {
        return runs.stream().map(part).sorted().skip(runs.size() / 2).findFirst().orElseThrow().toNanos();
    }

    /** The most that a garbage collection found in the heap. */
    private long peakHeapMegabytes(List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile("bench", ".gc");
        try {
            ChildProcess.run(command, environment(" -Xlog:gc:file=" + log));
            return HEAP_BEFORE.matcher(Files.readString(log)).results().map(found -> found.group(1))
                    .mapToLong(Long::parseLong).max().orElse(0);
        } finally {
            Files.delete(log);
        }
    }

    private Map<String, String> environment(String options) {
        return Map.of("AGENTHUB_JAVA_HOME", System.getProperty("java.home"), "AGENTHUB_JAVA_OPTS",
                "-Xmx" + HEAP_MEGABYTES + "m" + options, "HOME", folder.toString());
    }
}
