package dev.agenthub.bench.requests;

import dev.agenthub.bench.Benchmark;
import dev.agenthub.bench.Row;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an inbox asks by one client where one agent has 90,000 of 100,000 pending requests
 * and two others have 5,000 each, against its plain first page.
 */
public final class FloodBenchmark implements Benchmark {

    private static final String PAGE = "the same unfolded";
    private static final Map<String, String> CALLS = calls();
    private static final int WARM_UP = 5;
    private static final int TURNS = 9;

    private final Map<String, long[]> took = new HashMap<>();

    private static Map<String, String> calls() {
        String page = "?order=risk&limit=100";
        Map<String, String> calls = new LinkedHashMap<>();
        calls.put("list the flood folded, 100,000 pending", page + "&folded=true");
        calls.put("list what waits for me of the flood, folded", page + "&folded=true&mine=true");
        calls.put("count the flood by state and risk", "/counts");
        calls.put("count the flood by agent", "/agents");
        calls.put("list the 10 of the flood with a word", page + "&text=" + Waiting.RARE);
        calls.put("list the 10 of the flood with a word, folded", page + "&folded=true&text=" + Waiting.RARE);
        calls.put("list none of the flood by a word that none has", page + "&text=nowhere");
        calls.put("list 100 of the flood with a word that all have, folded", page + "&folded=true&text=lamp");
        calls.put(PAGE, page);
        return calls;
    }

    @Override
    public List<String> names() {
        return CALLS.keySet().stream().filter(name -> !name.equals(PAGE)).toList();
    }

    @Override
    public Row measure(String name) throws Exception {
        if (took.isEmpty()) {
            try (Waiting flood = new Waiting(100_000, 10_000)) {
                for (int turn = -WARM_UP; turn < TURNS; turn++) {
                    for (Map.Entry<String, String> call : CALLS.entrySet()) {
                        turn(flood, call.getKey(), call.getValue(), turn);
                    }
                }
            }
        }
        return Row.ofTimes(name, middle(name), PAGE, middle(PAGE), "over HTTP, one client");
    }

    private void turn(Waiting flood, String name, String rest, int turn) throws IOException {
        long begin = System.nanoTime();
        flood.list(rest);
        long time = System.nanoTime() - begin;
        if (turn >= 0) {
            took.computeIfAbsent(name, _ -> new long[TURNS])[turn] = time;
        }
    }

    private double middle(String name) throws IOException {
        long[] times = took.get(name);
        if (times == null) {
            throw new IOException("Nothing was measured of " + name);
        }
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
