package dev.agenthub.evidence.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.EvidenceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published cases of what every JSON reader must take ({@code y_}) and must refuse ({@code n_}). */
class JsonTestSuiteTest {

    /** JSON that I-JSON (RFC 7493) is narrower than: one name for two members. */
    private static final Set<String> NOT_I_JSON = Set.of("y_object_duplicated_key",
            "y_object_duplicated_key_and_value");

    static Stream<String> cases() throws IOException {
        try (InputStream in = Objects
                .requireNonNull(JsonTestSuiteTest.class.getResourceAsStream("json-test-suite.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines()
                    .filter(line -> !line.startsWith("#")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsAsPublished(String line) {
        String name = line.substring(0, line.indexOf(' '));
        byte[] input = HexFormat.of().parseHex(line.substring(line.indexOf(' ') + 1));
        if (name.startsWith("y_") && !NOT_I_JSON.contains(name)) {
            byte[] canonical = CanonicalJson.rfc8785(input);
            assertThat(CanonicalJson.rfc8785(canonical)).isEqualTo(canonical);
        } else {
            assertThatThrownBy(() -> CanonicalJson.rfc8785(input)).isInstanceOf(EvidenceException.class);
            assertThatThrownBy(() -> CanonicalJson.lossless(input)).isInstanceOf(EvidenceException.class);
        }
    }
}
