package dev.agenthub.bench.database;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients that do the same work over and over for a while, each on a thread of its own, and how often they did. */
final class Clients implements AutoCloseable {

    private final int count;
    private final ExecutorService threads;

    /** One piece of work. */
    @FunctionalInterface
    interface Work {

        /**
         * Does it once.
         *
         * @param client from 0
         * @param turn how often this client has done it before in this measurement
         */
        void run(int client, long turn) throws Exception;
    }

    Clients(int count) {
        this.count = count;
        this.threads = Executors.newFixedThreadPool(count);
    }

    /**
     * How often all of them together did the work in a second.
     *
     * @throws Exception what the work of one of them threw
     */
    double perSecond(Work work, long nanos) throws Exception {
        long start = System.nanoTime();
        List<Callable<Long>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int client = i;
            calls.add(() -> {
                long turn = 0;
                while (System.nanoTime() - start < nanos) {
                    work.run(client, turn++);
                }
                return turn;
            });
        }
        long done = 0;
        for (Future<Long> call : threads.invokeAll(calls)) {
            done += call.get();
        }
        return done * 1e9 / (System.nanoTime() - start);
    }

    @Override
    public void close() {
        threads.close();
    }
}
