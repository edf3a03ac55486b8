package dev.agenthub.server.policies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Risk;
import dev.agenthub.api.Shapes;
import dev.agenthub.evidence.policy.PolicyDocument;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tests that the policy language and the API, which do not depend on each other, use the same words. */
class SharedWordsTest {

    @Test
    void everyRiskCanBeMatched() {
        String risks = Arrays.stream(Risk.values()).map(risk -> "\"" + risk + "\"").collect(Collectors.joining(","));
        assertThat(PolicyDocument.parse(("{\"rules\":[{\"match\":{\"risk\":[" + risks + "]},\"outcome\":\"deny\"}]}")
                .getBytes(StandardCharsets.UTF_8)).groups()).isEmpty();
    }

    @Test
    void groupsAreNamedInOneWay() {
        assertThat(PolicyDocument.GROUP).isEqualTo(Shapes.GROUP);
    }
}
