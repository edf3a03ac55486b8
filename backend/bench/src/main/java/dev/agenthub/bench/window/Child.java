package dev.agenthub.bench.window;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs a class of this package in a process of its own, with the options of the desktop and nothing to draw on. */
final class Child {

    private static final List<String> WITHOUT_DISPLAY = List.of("-Dglass.platform=Headless", "-Dprism.order=sw");

    private final Path distribution;
    private final Path home;

    /**
     * How all of them run.
     *
     * @param distribution whose options count
     * @param home where their person's files would be
     */
    Child(Path distribution, Path home) {
        this.distribution = distribution;
        this.home = home;
    }

    /**
     * What one run printed.
     *
     * @param wall nanoseconds from its start to its end
     * @param numbers by the words that stood before them, in the order of their lines
     */
    record Printed(long wall, Map<String, List<Long>> numbers) {

        /** The one in the middle. */
        double middle(String what) throws IOException {
            return part(what, 50);
        }

        /** The smallest number that so many percent are not above. */
        double part(String what, int percent) throws IOException {
            List<Long> sorted = all(what).stream().sorted().toList();
            return (double) sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
        }

        double first(String what) throws IOException {
            return (double) all(what).getFirst();
        }

        private List<Long> all(String what) throws IOException {
            List<Long> found = numbers.get(what);
            if (found == null) {
                throw new IOException("Nothing was measured of " + what);
            }
            return found;
        }
    }

    /**
     * Starts AgentHub by its launcher, as a person does. It writes a file when its first window was painted, and ends.
     *
     * @param data the data folder
     * @return nanoseconds until then
     * @throws IOException where it does not end well
     */
    long launch(Path data) throws IOException, InterruptedException {
        Path painted = home.resolve("java.release");
        ProcessBuilder builder = new ProcessBuilder(distribution.resolve("bin").resolve("agenthub").toString(),
                "desktop", "--data", data.toString(), "--training-run", painted.toString());
        builder.environment().put("AGENTHUB_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("AGENTHUB_JAVA_OPTS", String.join(" ", WITHOUT_DISPLAY));
        Instant start = Instant.now();
        run(builder, "agenthub");
        return Duration.between(start, Files.getLastModifiedTime(painted).toInstant()).toNanos();
    }

    /**
     * Runs it to its end.
     *
     * @throws IOException where it does not end well
     */
    Printed run(Class<?> program, List<String> args) throws IOException, InterruptedException {
        return run(new ProcessBuilder(command(program, args)), program.getSimpleName());
    }

    private Printed run(ProcessBuilder builder, String name) throws IOException, InterruptedException {
        Path output = Files.createTempFile("bench", ".out");
        Path errors = Files.createTempFile("bench", ".err");
        try {
            builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
            builder.environment().put("HOME", home.toString());
            builder.environment().remove("XDG_DATA_HOME");
            long start = System.nanoTime();
            int code = builder.start().waitFor();
            long wall = System.nanoTime() - start;
            if (code != 0) {
                throw new IOException(
                        name + " ended with " + code + ": " + Files.readString(errors));
            }
            Map<String, List<Long>> numbers = new LinkedHashMap<>();
            for (String line : Files.readAllLines(output, StandardCharsets.UTF_8)) {
                String[] cells = line.split("\t", -1);
                if (cells.length == 2) {
                    numbers.computeIfAbsent(cells[0], _ -> new ArrayList<>()).add(Long.parseLong(cells[1]));
                }
            }
            return new Printed(wall, numbers);
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    private List<String> command(Class<?> program, List<String> args) {
        Map<Boolean, String> paths = List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .stream()
                .collect(Collectors.partitioningBy(
                        entry -> Path.of(entry).getFileName().toString().startsWith("javafx-"),
                        Collectors.joining(File.pathSeparator)));
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + distribution.resolve("lib").resolve("desktop.args"), WITHOUT_DISPLAY.getFirst(),
                        WITHOUT_DISPLAY.getLast(), "-p", paths.getOrDefault(true, ""), "-cp",
                        paths.getOrDefault(false, "")));
        String options = System.getProperty("bench.window.options", "");
        if (!options.isEmpty()) {
            command.addAll(1, List.of(options.split(" ", -1)));
        }
        command.add(program.getName());
        command.addAll(args);
        return command;
    }
}
