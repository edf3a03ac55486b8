package dev.agenthub.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CodedTest {
    @Test
    void rejectionSaysItsCodeAndItsSentence() {
        Coded rejected = new EvidenceException(Codes.JSON_LEADING_ZERO, "A number begins with a zero.", 3);
        assertThat(rejected.code()).isEqualTo("JSON_LEADING_ZERO");
        assertThat(rejected.sentence()).isEqualTo("A number begins with a zero.");
    }
}
