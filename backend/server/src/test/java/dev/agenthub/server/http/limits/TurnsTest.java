package dev.agenthub.server.http.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TurnsTest {

    @Test
    void letsACallWaitForTheCallersOwnAndForNobodyElses() {
        Turns turns = new Turns(2, Duration.ofSeconds(60));
        Turns.Turn first = turns.take("agent");
        Turns.Turn second = turns.take("agent");
        CompletableFuture<Turns.Turn> third = CompletableFuture.supplyAsync(() -> turns.take("agent"));

        turns.take("owner").close();
        assertThat(third).isNotDone();
        first.close();
        first.close();
        Turns.Turn got = third.join();
        second.close();
        got.close();
        assertThat(turns.callers()).isZero();
    }

    @Test
    void refusesACallWhoseTurnDoesNotComeInTime() {
        Turns turns = new Turns(1, Duration.ofMillis(5));
        try (Turns.Turn _ = turns.take("agent")) {
            assertThatThrownBy(() -> turns.take("agent")).hasFieldOrPropertyWithValue("code", ErrorCode.SERVER_BUSY);
        }
        turns.take("agent").close();
        assertThat(turns.callers()).isZero();
    }
}
