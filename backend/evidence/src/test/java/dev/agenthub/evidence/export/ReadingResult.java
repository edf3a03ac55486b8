package dev.agenthub.evidence.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.Report;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The result of reading an export in a separate JVM.
 *
 * @param codes how often what was found, such as {@code {RUN_REPLAYED=1}}
 * @param work in milliseconds of all processors together, the start of that Java left out
 */
record ReadingResult(String codes, long work) {

    /** That of the command line, which needs room for both a large array and its copy. */
    private static final String COLLECTOR = "-XX:+UseSerialGC";

    /** Reads one export after the other. */
    static List<ReadingResult> of(String heap, Collection<Path> exports) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), heap, COLLECTOR, "-cp",
                        System.getProperty("java.class.path"), ReadingResult.class.getName()));
        exports.forEach(export -> command.add(export.toString()));
        Process reading = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(reading.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(reading.waitFor()).as(said).isZero();
        return said.lines().map(line -> {
            int end = line.lastIndexOf(' ');
            return new ReadingResult(line.substring(0, end), Long.parseLong(line.substring(end + 1)));
        }).toList();
    }

    /** Verifies each export and prints its codes, how often each was found, and the milliseconds of processor time. */
    public static void main(String[] exports) throws IOException {
        for (String export : exports) {
            long before = workSoFar();
            Report report = Verifier.verify(Path.of(export),
                    VerifyOptions.of(ExportFixtures.SIGNER.verifierKey(), null));
            System.out.println(report.findings().stream()
                    .collect(Collectors.groupingBy(Finding::code, TreeMap::new, Collectors.counting())) + " "
                    + (workSoFar() - before));
        }
    }

    private static long workSoFar() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1_000_000;
    }
}
