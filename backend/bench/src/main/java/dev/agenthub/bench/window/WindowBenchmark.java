package dev.agenthub.bench.window;

import dev.agenthub.bench.Benchmark;
import dev.agenthub.bench.Folders;
import dev.agenthub.bench.Row;
import dev.agenthub.bench.requests.Waiting;
import dev.agenthub.bench.window.Child.Printed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A member's window where 100,000 requests wait, on no display and drawn by the processor, in turns with plain JavaFX. */
public final class WindowBenchmark implements Benchmark {

    private static final String STRINGS = "a ListView of 100,000 strings";
    private static final String EMPTY = "an empty JavaFX window";
    private static final String START = "start until the first window, required at most 1.5";
    private static final String MEMORY = "memory of the window, 100,000 pending";
    private static final String MEMORY_LARGE = "memory of the window, 10 MB opened and left";
    private static final Map<String, String> PARTS = parts();
    private static final Map<String, Integer> FRAMES = frames();
    private static final Map<String, LargePayload> LARGE = large();
    private static final int PENDING = 100_000;
    private static final int OTHERS = 10_000;
    private static final int TURNS = 3;

    private final Child child;
    private final Path home;
    private @Nullable Printed window;
    private final Map<String, Row> others = new LinkedHashMap<>();

    /** Of the options of this distribution. */
    public WindowBenchmark(Path distribution) throws IOException {
        home = Files.createTempDirectory("agenthub-bench-window-");
        child = new Child(distribution, home);
    }

    private static Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("open the inbox in the window, 100,000 pending", WindowProgram.OPEN);
        parts.put("search a word in the window, 100,000 pending", WindowProgram.WORD);
        parts.put("choose a risk in the window, 100,000 pending", WindowProgram.RISK);
        parts.put("choose an agent in the window, 100,000 pending", WindowProgram.AGENT);
        return parts;
    }

    private static Map<String, Integer> frames() {
        Map<String, Integer> frames = new LinkedHashMap<>();
        frames.put("scroll 100 pages in the window, middle frame", 50);
        frames.put("scroll 100 pages in the window, 99th frame", 99);
        frames.put("scroll 100 pages in the window, longest frame", 100);
        return frames;
    }

    private static Map<String, LargePayload> large() {
        Map<String, LargePayload> large = new LinkedHashMap<>();
        for (LargePayload payload : LargePayload.values()) {
            large.put("first paint of 10 MB in the window, " + payload.words() + ", required under 300 ms", payload);
        }
        return large;
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>(PARTS.keySet());
        names.addAll(FRAMES.keySet());
        names.add("open a request in the window");
        names.addAll(LARGE.keySet());
        names.addAll(List.of(MEMORY, MEMORY_LARGE, START));
        return names;
    }

    @Override
    public Row measure(String name) throws Exception {
        if (name.equals(START)) {
            return start();
        }
        if (window == null) {
            measure();
        }
        Row other = others.get(name);
        Printed printed = window;
        if (other != null || printed == null) {
            return Objects.requireNonNull(other);
        }
        if (PARTS.containsKey(name)) {
            String part = PARTS.get(name);
            String plain = WindowProgram.PLAIN
                    + (WindowProgram.OPEN.equals(part) ? WindowProgram.OPEN : WindowProgram.WORD);
            return Row.ofTimes(name, printed.middle(part), STRINGS, printed.middle(plain),
                    "the first " + millis(printed.first(part)));
        }
        if (FRAMES.containsKey(name)) {
            int percent = FRAMES.get(name);
            return Row.ofTimes(name, printed.part(WindowProgram.SCROLL, percent), STRINGS,
                    printed.part(WindowProgram.PLAIN + WindowProgram.SCROLL, percent), "Page Down in each frame");
        }
        LargePayload payload = LARGE.get(name);
        String part = payload == null ? WindowProgram.REQUEST : payload.mark();
        return Row.ofTimes(name, printed.middle(part), "a screen of text in a TextArea",
                printed.middle(WindowProgram.PLAIN + WindowProgram.REQUEST),
                "the first " + millis(printed.first(part)) + (payload == null
                        ? ""
                        : "; no frame for " + millis(printed.middle(WindowProgram.STILL + part))));
    }

    private void measure() throws Exception {
        try (Waiting flood = new Waiting(PENDING, OTHERS)) {
            List<String> args = new ArrayList<>(List.of(Waiting.RARE, flood.submit().toString()));
            Map<LargePayload, UUID> large = new LinkedHashMap<>();
            for (LargePayload payload : LargePayload.values()) {
                UUID id = flood.insert(payload.arguments());
                large.put(payload, id);
                args.add(payload.name() + "=" + id);
            }
            window = child.run(WindowProgram.class, with(flood, args));
            Map<String, List<Printed>> runs = new LinkedHashMap<>();
            for (int turn = 0; turn < TURNS; turn++) {
                run(runs, EMPTY, List.of());
                run(runs, MEMORY, with(flood, List.of()));
                run(runs, MEMORY_LARGE, with(flood, List.of(
                        LargePayload.LINE.mark() + "=" + large.get(LargePayload.LINE), "customer=" + args.get(1))));
            }
            for (String name : List.of(MEMORY, MEMORY_LARGE)) {
                others.put(name, Row.ofSizes(name, middle(runs, name, MemoryProgram.RESIDENT), EMPTY,
                        middle(runs, EMPTY, MemoryProgram.RESIDENT),
                        String.format(Locale.ROOT, "resident; heap in use %.0f MB against %.0f MB",
                                middle(runs, name, MemoryProgram.HEAP) / (1 << 20),
                                middle(runs, EMPTY, MemoryProgram.HEAP) / (1 << 20))));
            }
        }
    }

    private static List<String> with(Waiting flood, List<String> args) throws IOException, InterruptedException {
        return Stream.concat(Stream.of(flood.uri().toString(), flood.deviceInvitation()), args.stream()).toList();
    }

    private void run(Map<String, List<Printed>> runs, String name, List<String> args)
            throws IOException, InterruptedException {
        runs.computeIfAbsent(name, _ -> new ArrayList<>()).add(child.run(MemoryProgram.class, args));
    }

    private static double middle(Map<String, List<Printed>> runs, String name, String what) throws IOException {
        List<Long> found = new ArrayList<>();
        for (Printed one : runs.getOrDefault(name, List.of())) {
            found.add(Math.round(one.first(what)));
        }
        return new Printed(0, Map.of(what, found)).middle(what);
    }

    private Row start() throws IOException, InterruptedException {
        List<Long> ours = new ArrayList<>();
        List<Long> empty = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            empty.add(child.run(EmptyProgram.class, List.of()).wall());
            ours.add(child.launch(home.resolve("data")));
        }
        Printed printed = new Printed(0, Map.of(START, ours, EMPTY, empty));
        return Row.ofTimes(START, printed.middle(START), EMPTY, printed.middle(EMPTY), "without a start before");
    }

    private static String millis(double nanos) {
        return String.format(Locale.ROOT, "%.0f ms", nanos / 1e6);
    }

    @Override
    public void close() throws IOException {
        Folders.delete(home);
    }
}
