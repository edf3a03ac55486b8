package dev.agenthub.server.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.server.common.RefusedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"\"8e03978e-40d5\" | 8e03978e-40d5",
            "8e03978e-40d5|8e03978e-40d5",
            "\"a, b; c\"|a, b; c", "\"a \\\" b \\\\\"|a \" b \\"})
    void readsAStringAndABareKeyAlike(String header, String text) {
        assertThat(IdempotencyKey.of(List.of(header))).hasValue(new IdempotencyKey(text));
    }

    @Test
    void takesEveryCharacterThatNeedsNoQuotationMarks() {
        String bare = "!#$%&'()*+-./09:<=>?@AZ[]^_`az{|}~";
        assertThat(IdempotencyKey.of(List.of(bare))).hasValue(new IdempotencyKey(bare));
    }

    @Test
    void isAbsentWithoutAHeaderAndTakesTheLongest() {
        assertThat(IdempotencyKey.of(List.of())).isEmpty();
        assertThat(IdempotencyKey.of(List.of("\"" + "k".repeat(200) + "\""))).isPresent();
        assertThat(IdempotencyKey.of(List.of("k".repeat(200)))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "\"", "\"a", "a\"", "a b", "a,b", "a;b", "a\\b", "\"a\\b\"", "\"a\"; x=1",
            "\"a\", \"b\"",
            "\"\u00e4\"", "\u00e4", "\"a\tb\"", "\"a\u0000b\""})
    void refusesWhatIsNoStringWithoutRepeatingIt(String header) {
        assertThatThrownBy(() -> IdempotencyKey.of(List.of(header))).isInstanceOfSatisfying(RefusedException.class,
                refused -> assertThat(refused.error()).isEqualTo(ErrorCode.REQUEST_MALFORMED));
    }

    @Test
    void refusesTooLongAKeyAndTwo() {
        for (List<String> headers : List.of(List.of("k".repeat(201)), List.of("\"" + "k".repeat(201) + "\""),
                List.of("a", "a"))) {
            assertThatThrownBy(() -> IdempotencyKey.of(headers)).isInstanceOfSatisfying(RefusedException.class,
                    refused -> assertThat(refused.error()).isEqualTo(ErrorCode.REQUEST_MALFORMED));
        }
    }
}
