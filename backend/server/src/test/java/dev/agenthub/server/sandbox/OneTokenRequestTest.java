package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Thorough;
import dev.agenthub.evidence.chain.AuditEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that processes whose callers all find a token expired make one request for a new one. */
class OneTokenRequestTest {
    private static final int CALLERS_EACH = 100;

    @Thorough.Only
    @Test
    void isMadeForTwoHundredCallersOfTwoProcesses(@TempDir Path folder) throws Exception {
        try (HostileProvider provider = new HostileProvider(folder, false)) {
            provider.connect();
            CountDownLatch allCall = new CountDownLatch(1);
            provider.instead = _ -> {
                await(allCall);
                return null;
            };
            try (CallingProcess one = process(provider); CallingProcess other = process(provider)) {
                one.awaitReady();
                other.awaitReady();
                one.call();
                other.call();
                allCall.countDown();

                assertThat(one.results()).isEqualTo("{HTTP_201=" + CALLERS_EACH + "}");
                assertThat(other.results()).isEqualTo("{HTTP_201=" + CALLERS_EACH + "}");
            } finally {
                allCall.countDown();
            }
            assertThat(provider.tokens).as("the first token, and one for all callers").hasValue(2);
            assertThat(provider.called).hasValue(2 * CALLERS_EACH);
            assertThat(provider.log()).extracting(AuditEvent::type).containsExactly("connector.authorized",
                    "connector.refreshed");
        }
    }

    private static CallingProcess process(HostileProvider provider) throws IOException {
        return CallingProcess.start(provider.world.folder.secrets().resolve("vault.key"), provider.baseUrl(),
                provider.world.org, provider.connector, CALLERS_EACH, Duration.ofHours(2));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
