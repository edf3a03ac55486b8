package dev.agenthub.bench;

import dev.agenthub.bench.connectors.ConnectorBenchmark;
import dev.agenthub.bench.database.DatabaseBenchmark;
import dev.agenthub.bench.parts.Parts;
import dev.agenthub.bench.requests.FloodBenchmark;
import dev.agenthub.bench.requests.RequestsBenchmark;
import dev.agenthub.bench.requests.RunBenchmark;
import dev.agenthub.bench.verify.VerifyBenchmark;
import dev.agenthub.bench.window.WindowBenchmark;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Measures everything, prints one table and keeps it. What later work measures is added to the list here. */
final class Main {

    private Main() {}

    /**
     * Runs the benchmarks.
     *
     * @param args the file of the table, a folder for exports, the distribution, the
     *        number of events, and words that the rows to measure must contain
     */
    public static void main(String[] args) throws Exception {
        Path results = Path.of(args[0]);
        String only = args.length > 4 ? args[4] : "";
        List<Benchmark> benchmarks = List.of(
                new VerifyBenchmark(Path.of(args[1]), Path.of(args[2]), Long.parseLong(args[3])), new Parts(),
                new DatabaseBenchmark(), new RequestsBenchmark(), new FloodBenchmark(),
                new ConnectorBenchmark(), new RunBenchmark(),
                new WindowBenchmark(Path.of(args[2])));
        Table table = Table.read(results);
        for (Benchmark benchmark : benchmarks) {
            try (benchmark) {
                for (String name : benchmark.names()) {
                    if (name.contains(only)) {
                        table.put(benchmark.measure(name));
                    }
                }
            }
        }
        List<String> order = benchmarks.stream().flatMap(benchmark -> benchmark.names().stream()).toList();
        String page = """
                # Benchmarks

                What `mvn -Pbench` measured last. Each row was measured beside its baseline, in turns, in one run; the middle of several is shown.
                A ratio of times below 1, or of rates above 1, is faster than the baseline. The last run: %s; rows of another
                day may be of another machine. The flood is 100,000 pending requests, 90,000 of them by one agent; a folded
                list shows only the first few of an agent with very many. Rows marked JMH are measured by the Java Microbenchmark Harness.

                """
                .formatted(Machine.describe()) + table.markdown(order);
        Files.writeString(results, page);
        System.out.write(page.getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }
}
