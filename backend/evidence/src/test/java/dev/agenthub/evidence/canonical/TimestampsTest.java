package dev.agenthub.evidence.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    @Test
    void writesSixDigitsAlways() {
        assertThat(Timestamps.format(Instant.parse("2026-01-02T03:04:05Z"))).isEqualTo("2026-01-02T03:04:05.000000Z");
        assertThat(Timestamps.format(Instant.parse("2026-01-02T03:04:05.1234569Z")))
                .isEqualTo("2026-01-02T03:04:05.123456Z");
    }

    @Test
    void readsWhatItWrites() {
        Instant moment = Instant.parse("1969-12-31T23:59:59.999999Z");
        assertThat(Timestamps.parse(Timestamps.format(moment))).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z"})
    void writesTheFirstAndTheLastMoment(String text) {
        assertThat(Timestamps.format(Instant.parse(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0001-12-31T23:59:59.999999Z", "+10000-01-01T00:00:00Z"})
    void writesNoMomentBeforeOrAfterThem(String text) {
        Instant moment = Instant.parse(text);
        assertThatThrownBy(() -> Timestamps.format(moment)).hasFieldOrPropertyWithValue("code", Codes.TIME_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2026-01-02T03:04:05Z", "2026-01-02T03:04:05.123Z", "2026-01-02T03:04:05.1234567Z",
            "2026-01-02T03:04:05.123456+00:00", "2026-01-02t03:04:05.123456Z", "2026-02-30T03:04:05.123456Z",
            "2026-01-02T24:00:00.000000Z", "2026-01-02T03:04:60.000000Z", "\uff12026-01-02T03:04:05.000000Z",
            " 2026-01-02T03:04:05.000000Z"})
    void readsNothingElse(String text) {
        assertThatThrownBy(() -> Timestamps.parse(text)).hasFieldOrPropertyWithValue("code", Codes.TIME_MALFORMED);
    }
}
