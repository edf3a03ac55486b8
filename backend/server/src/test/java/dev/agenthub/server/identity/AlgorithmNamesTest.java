package dev.agenthub.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.SignatureAlgorithm;
import dev.agenthub.evidence.statement.KeyAlgorithm;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The API's algorithms and those of the log are the same, though neither module knows the other. */
class AlgorithmNamesTest {
    @Test
    void callsEachAlgorithmAlikeInTheApiAndInTheLog() {
        assertThat(Arrays.stream(SignatureAlgorithm.values()).map(SignatureAlgorithm::toString))
                .containsExactlyElementsOf(Arrays.stream(KeyAlgorithm.values()).map(KeyAlgorithm::word).toList());
        assertThat(Arrays.stream(SignatureAlgorithm.values()).map(SignatureAlgorithm::name))
                .containsExactlyElementsOf(Arrays.stream(KeyAlgorithm.values()).map(KeyAlgorithm::name).toList());
    }
}
