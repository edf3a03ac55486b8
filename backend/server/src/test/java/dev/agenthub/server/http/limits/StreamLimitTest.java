package dev.agenthub.server.http.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.server.common.ApiFailure;
import dev.agenthub.server.http.limits.HttpLimits.Streams;
import org.junit.jupiter.api.Test;

class StreamLimitTest {

    private final StreamLimit limit = new StreamLimit(new Streams(3, 2));

    private void refuses(String caller, ErrorCode code) {
        assertThatThrownBy(() -> limit.open(caller)).isInstanceOfSatisfying(ApiFailure.class,
                e -> assertThat(e.error()).isEqualTo(code));
    }

    @Test
    void opensNoMoreThanACallerMayHaveAndThanThereAre() {
        StreamLimit.Stream first = limit.open("a");
        limit.open("a");
        refuses("a", ErrorCode.TOO_MANY_STREAMS);
        limit.open("b");
        refuses("b", ErrorCode.SERVER_BUSY);
        first.close();
        first.close();
        limit.open("b");
        refuses("c", ErrorCode.SERVER_BUSY);
    }
}
