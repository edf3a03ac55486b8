package dev.agenthub.server.interleavings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.server.TwoBackends;
import dev.agenthub.server.execution.Executions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Performs random actions in an organization of its own, all drawn from one seed, and then checks the results. */
final class RandomScenario implements AutoCloseable {

    private static final Duration LONGER_THAN_ANY_HOLD = Duration.ofMinutes(15);
    private static final Duration A_LOOK = Duration.ofMillis(2);

    private final long seed;
    private final TwoBackends backends;
    private final CallHistory history = new CallHistory();
    private final List<Executions.Hold> holds = new ArrayList<>();
    private final Random random;
    private final World world;
    private final boolean alone;

    /**
     * Sets the organization up.
     *
     * @param alone whether all is done by one thread in one order, and time stands still
     *        unless it passes by an operation, so that the seed says all
     */
    RandomScenario(long seed, boolean alone, Path folder) throws IOException {
        this.seed = seed;
        this.alone = alone;
        this.random = new Random(seed);
        this.backends = new TwoBackends(folder);
        if (alone) {
            backends.clock().stop();
        }
        TestPolicy governance = TestPolicy.GOVERNANCE.get(random.nextInt(TestPolicy.GOVERNANCE.size()));
        this.world = new World(backends, governance, alone ? this::runInTurn : backends::runWaiting);
    }

    List<String> transcript() {
        return history.lines();
    }

    /** All actors' operations one after the other, at either backend; runs begin only when the seed says so. */
    void inTurn(int steps) {
        for (int i = 0; i < backends.count(); i++) {
            holds.add(backends.holdRuns(i));
        }
        for (int step = 0; step < steps; step++) {
            backends.clock().advance(Duration.ofMillis(1));
            RandomActions.next(random).perform(new Turn(world, random, history, ""));
            settleChanges();
        }
        holds.forEach(Executions.Hold::close);
    }

    private void runInTurn(int backend) {
        holds.get(backend).close();
        backends.runWaiting(backend);
        settle(false);
        holds.set(backend, backends.holdRuns(backend));
    }

    /** Changes are applied by themselves; nothing keeps them back. */
    private void settleChanges() {
        if (!backends.unsettled(world.org, true).isEmpty()) {
            backends.runWaiting(0);
            settle(true);
        }
    }

    private void settle(boolean changes) {
        await().pollDelay(Duration.ZERO).pollInterval(A_LOOK).untilAsserted(
                () -> assertThat(backends.unsettled(world.org, changes).stream().map(world::named)).isEmpty());
    }

    /** The operations of so many threads at once, each drawn from a seed of its own that follows from the one. */
    void atOnce(int threads, int steps) throws InterruptedException, ExecutionException {
        List<Callable<Void>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Random own = new Random(random.nextLong());
            String name = "thread " + (i + 1) + ", ";
            all.add(() -> {
                for (int step = 0; step < steps; step++) {
                    RandomActions.next(own).perform(new Turn(world, own, history, name));
                }
                return null;
            });
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (Future<Void> one : pool.invokeAll(all)) {
                one.get();
            }
        }
    }

    /** Lets all holds end and all that is approved run, and fails where anything is not as it should be. */
    void judge(Path folder) throws IOException {
        for (int i = 0; i < 2; i++) {
            backends.clock().advance(LONGER_THAN_ANY_HOLD);
            for (int backend = 0; backend < backends.count(); backend++) {
                backends.runWaiting(backend);
            }
            settle(false);
        }
        new FinalChecks(world, history.steps(), alone).pass(folder);
    }

    /** What to say when it fails. */
    AssertionError failure(Throwable cause) {
        String how = "-Dtest=InterleavingsTest -Dagenthub.seed=" + seed;
        return new AssertionError("Fails with seed " + seed + ", " + (alone ? "in turn" : "at once") + "; again with "
                + how + (alone ? "" : " (threads may meet otherwise then)") + "\n" + cause.getMessage()
                + "\nWhat happened:\n" + history.text(), cause);
    }

    @Override
    public void close() {
        backends.close();
    }
}
