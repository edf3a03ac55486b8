package dev.agenthub.server.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.RunOutcome;
import dev.agenthub.server.sandbox.SampleWorld;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests what a process counts of its runs for the metrics, with a provider that answers when a test says so. */
class RunCountsTest {
    private static final int MESSAGE = 0;

    private final MockWebServer provider = new MockWebServer();
    private final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
    @TempDir
    private Path folder;
    private SampleWorld world;
    private Executions executions;

    @BeforeEach
    void start() throws Exception {
        provider.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest call) throws InterruptedException {
                return new MockResponse.Builder().code(statuses.take()).build();
            }
        });
        provider.start(InetAddress.getLoopbackAddress(), 0);
        world = new SampleWorld(folder, provider.getPort());
        executions = world.executions();
    }

    @AfterEach
    void stop() {
        provider.close();
        executions.close();
        world.close();
    }

    private UUID begin() throws InterruptedException {
        UUID request = world.submit(MESSAGE);
        executions.wake(world.org, request);
        provider.takeRequest();
        return request;
    }

    private static Map<String, Long> ended(Executions counting) {
        return counting.counts().outcomes();
    }

    private static Map<String, Long> outcomes(long executed, long failed, long unknown) {
        return Map.of(RunOutcome.EXECUTED.toString(), executed, RunOutcome.FAILED.toString(), failed,
                RunOutcome.UNKNOWN.toString(), unknown);
    }

    @Test
    void countsRunsInProgressAndWhatBecameOfThem() throws Exception {
        assertThat(executions.underWay()).isZero();
        assertThat(ended(executions)).as("each outcome from the beginning").isEqualTo(outcomes(0, 0, 0));
        begin();
        begin();
        begin();
        assertThat(executions.underWay()).isEqualTo(3);
        assertThat(executions.counts().calling()).isZero();

        statuses.add(400);
        await().until(() -> executions.underWay() == 2);
        assertThat(ended(executions)).isEqualTo(outcomes(0, 1, 0));
        statuses.add(500);
        await().until(() -> executions.underWay() == 1);
        assertThat(ended(executions)).isEqualTo(outcomes(0, 1, 1));
        statuses.add(201);
        await().until(() -> executions.underWay() == 0);
        assertThat(ended(executions)).isEqualTo(outcomes(1, 1, 1));
        assertThat(executions.counts().calling()).isPositive();
    }

    /** By the process that found it; the answer that comes later is no second end. */
    @Test
    void countsARunThatWasInterruptedOnce() throws Exception {
        begin();
        try (Executions next = world.executions()) {
            next.start();
            assertThat(ended(next)).isEqualTo(outcomes(0, 0, 1));
        }
        statuses.add(201);
        await().until(() -> executions.underWay() == 0);
        assertThat(ended(executions)).isEqualTo(outcomes(0, 0, 0));
    }
}
