package dev.agenthub.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchQueueTest {

    private final BatchQueue queue = new BatchQueue(10);

    @Test
    void holdsAScanBackOnlyOnceMoreThanTheLimitWaits() throws InterruptedException, BatchQueue.ScanFailedException {
        queue.put(batch(0, 4));
        queue.put(batch(1, 6));
        queue.put(batch(2, 1));
        Thread scan = Thread.ofPlatform().start(() -> {
            try {
                queue.put(batch(3, 1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waitUntilWaiting(scan);

        assertThat(queue.take().leaves.first()).isZero();

        scan.join();
        for (int expected = 1; expected < 4; expected++) {
            assertThat(queue.take().leaves.first()).isEqualTo(expected);
        }
    }

    @Test
    void handsWhatWentWrongToWhoWaitsForABatch() throws InterruptedException {
        Exception cause = new IOException("disk");
        Thread judge = Thread.currentThread();
        Thread scan = Thread.ofPlatform().start(() -> {
            waitUntilWaiting(judge);
            queue.fail(cause);
        });
        assertThatThrownBy(queue::take).isInstanceOf(BatchQueue.ScanFailedException.class).hasCause(cause);
        scan.join();
        assertThatThrownBy(queue::take).isInstanceOf(BatchQueue.ScanFailedException.class).hasCause(cause);
    }

    private static void waitUntilWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    private static Batch batch(long first, long weight) {
        Batch batch = new Batch(first);
        batch.weight = weight;
        return batch;
    }
}
