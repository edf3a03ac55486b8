package dev.agenthub.server.http.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.agenthub.server.http.limits.HttpLimits.Connections;
import dev.agenthub.server.http.limits.HttpLimits.Rates;
import dev.agenthub.server.http.limits.HttpLimits.Streams;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpLimitsTest {

    @Test
    void takesEachLimitByItsName() {
        Map<String, Integer> named = new HashMap<>();
        HttpLimits.NAMES.forEach(name -> named.put(name, 100 + named.size()));
        assertThat(HttpLimits.defaultsExcept(named)).isEqualTo(new HttpLimits(100L << 20, new Rates(101, 102, 103, 104),
                new Streams(105, 106), new Connections(107, 108, 109)));
        assertThat(HttpLimits.defaultsExcept(Map.of())).isEqualTo(HttpLimits.defaults());
    }

    @Test
    void refusesNamesAndNumbersThatAreNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> HttpLimits.defaultsExcept(Map.of("steams", 1)))
                .withMessageContaining("streams-of-caller");
        for (String name : HttpLimits.NAMES) {
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> HttpLimits.defaultsExcept(Map.of(name, 0)));
        }
    }
}
