package dev.agenthub.evidence.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashTest {
    private static final String HEX = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void hasOneSpelling() {
        assertThat(Hash.ofHex(HEX)).isEqualTo(Hash.sha256()).hasToString(HEX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "e3b0", HEX + "00", "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
            "g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            " 3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"})
    void rejectsEveryOther(String hex) {
        assertThatThrownBy(() -> Hash.ofHex(hex)).isInstanceOf(EvidenceException.class)
                .hasFieldOrPropertyWithValue("code", Codes.HASH_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33})
    void rejectsAnyOtherLength(int length) {
        assertThatThrownBy(() -> Hash.of(new byte[length])).isInstanceOf(EvidenceException.class)
                .hasFieldOrPropertyWithValue("code", Codes.HASH_MALFORMED);
    }
}
