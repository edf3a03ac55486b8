package dev.agenthub.bench.requests;

import dev.agenthub.api.SignedStatement;
import dev.agenthub.bench.Benchmark;
import dev.agenthub.bench.Row;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Calls of the API by one client, in turns at a backend where 100,000 requests wait and at one where 100 do. */
public final class RequestsBenchmark implements Benchmark {

    private static final String LIST = "list 50 requests at 100,000 pending";
    private static final String MINE = "list 50 that wait for me by risk at 100,000 pending";
    private static final String SUBMIT = "submit at 100,000 pending";
    private static final String FETCH = "fetch at 100,000 pending";
    private static final String DECIDE = "decide at 100,000 pending";
    private static final String ROUND_TRIP = "decide over HTTP, 100 pending";
    private static final String THREE_STATEMENTS = "a transaction of three statements";

    private static final int MANY = 100_000;
    private static final int FEW = 100;
    /** Turns that are not counted; 100 were too few for a fetch, and how many are enough has not been measured. */
    private static final int WARM_UP = 600;
    private static final int TURNS = 400;

    /** What each call took at one place, in nanoseconds. */
    private final Map<String, long[]> few = new LinkedHashMap<>();
    private final Map<String, long[]> many = new LinkedHashMap<>();

    @Override
    public List<String> names() {
        return List.of(LIST, MINE, SUBMIT, FETCH, DECIDE, ROUND_TRIP);
    }

    @Override
    public Row measure(String name) throws Exception {
        if (few.isEmpty()) {
            measure();
        }
        return name.equals(ROUND_TRIP)
                ? Row.ofTimes(name, middle(few, DECIDE), THREE_STATEMENTS, middle(few, THREE_STATEMENTS), "one client")
                : Row.ofTimes(name, middle(many, name), "at 100", middle(few, name), "over HTTP, one client");
    }

    private void measure() throws Exception {
        try (Waiting atFew = new Waiting(FEW); Waiting atMany = new Waiting(MANY)) {
            for (int turn = -WARM_UP; turn < TURNS; turn++) {
                turn(atFew, few, turn);
                turn(atMany, many, turn);
            }
        }
    }

    /** One of each call; what is submitted is decided, so that as many wait afterwards as before. */
    private static void turn(Waiting at, Map<String, long[]> took, int turn) throws Exception {
        timed(took, LIST, turn, at::list);
        timed(took, MINE, turn, at::listMine);
        UUID request = timed(took, SUBMIT, turn, at::submit);
        byte[] statement = timed(took, FETCH, turn, () -> at.fetch(request));
        SignedStatement signed = at.signed(statement);
        timed(took, DECIDE, turn, () -> at.decide(request, signed));
        UUID plain = at.plainRequest();
        timed(took, THREE_STATEMENTS, turn, () -> at.threeStatements(plain, statement));
    }

    private interface Work<T> {
        T run() throws Exception;
    }

    private static <T> T timed(Map<String, long[]> took, String what, int turn, Work<T> work)
            throws Exception {
        long begin = System.nanoTime();
        T result = work.run();
        long time = System.nanoTime() - begin;
        if (turn >= 0) {
            took.computeIfAbsent(what, _ -> new long[TURNS])[turn] = time;
        }
        return result;
    }

    private static double middle(Map<String, long[]> took, String what) throws IOException {
        long[] times = took.get(what);
        if (times == null) {
            throw new IOException("Nothing was measured of " + what);
        }
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
