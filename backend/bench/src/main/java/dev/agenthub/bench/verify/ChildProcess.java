package dev.agenthub.bench.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program and measures what it took, from its start to its end. */
final class ChildProcess {

    private static final int GLANCE_MILLIS = 5;

    /**
     * What one run took.
     *
     * @param cpu of all its threads, as last seen before its end
     * @param residentBytes the most memory it held at once; 0 where the system does not tell
     */
    record Usage(Duration wall, Duration cpu, long residentBytes) {}

    private ChildProcess() {}

    /**
     * Runs to the end.
     *
     * @throws IOException where it does not end well
     */
    static Usage run(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        Path output = Files.createTempFile("bench", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            long start = System.nanoTime();
            Process process = builder.start();
            Duration cpu = Duration.ZERO;
            long resident = 0;
            while (!process.waitFor(GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {
                cpu = process.info().totalCpuDuration().orElse(cpu);
                resident = Math.max(resident, resident(process.pid()));
            }
            Duration wall = Duration.ofNanos(System.nanoTime() - start);
            if (process.exitValue() != 0) {
                throw new IOException(command + " ended with " + process.exitValue() + ": "
                        + Files.readString(output, StandardCharsets.UTF_8));
            }
            return new Usage(wall, cpu, resident);
        } finally {
            Files.delete(output);
        }
    }

    private static long resident(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try {
            return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10).findFirst().orElse(0);
        } catch (IOException e) {
            // It has ended, or the system has no such file.
            return 0;
        }
    }
}
