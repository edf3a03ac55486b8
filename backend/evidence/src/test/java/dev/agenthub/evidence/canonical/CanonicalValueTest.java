package dev.agenthub.evidence.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Trials;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are read from canonical bytes when they are asked for are those that the parser reads. */
class CanonicalValueTest {

    @Test
    void readsWhatTheParserReads() {
        Trials.of(500, random -> {
            JsonValue value = JsonSamples.value(random, 0);
            JsonValue read = value(value.canonicalBytes());
            assertThat(read).isEqualTo(value).hasSameHashCodeAs(value);
            assertThat(value).isEqualTo(read);
            assertThat(read).isEqualTo(value(value.canonicalBytes()));
            assertThat(read.canonicalBytes()).isEqualTo(value.canonicalBytes());
            assertThat(read.depth()).isEqualTo(value.depth());
            JsonValue other = JsonSamples.value(random, 0);
            assertThat(read.equals(value(other.canonicalBytes()))).isEqualTo(value.equals(other));
            assertThat(read.equals(other)).isEqualTo(value.equals(other));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 1000, 1001})
    void readsFewAndManyParts(int count) {
        JsonObject.Builder members = JsonObject.builder();
        for (int i = 0; i < count; i++) {
            members.put("\n\"" + i, i);
        }
        JsonObject object = members.build();
        JsonArray array = new JsonArray(List.copyOf(object.members().values()));
        JsonObject read = (JsonObject) value(object.canonicalBytes());
        List<JsonValue> items = ((JsonArray) value(array.canonicalBytes())).items();
        assertThat(items).hasSize(count);
        assertThat(read.members()).hasSize(count);
        for (int i = 0; i < count; i += 1 + count / 20) {
            assertThat(items.get(i)).isEqualTo(array.items().get(i));
            assertThat(read.get("\n\"" + i)).isEqualTo(JsonNumber.of(i));
            assertThat(read.get("" + i)).isNull();
        }
        assertThatThrownBy(() -> items.get(count)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(List.copyOf(items)).isEqualTo(array.items());
        assertThat(List.copyOf(read.members().keySet())).isEqualTo(List.copyOf(object.members().keySet()));
        assertThat(read.members().containsKey("a")).isFalse();
    }

    @Test
    void tellsValuesOfTheSameLengthApart() {
        assertThat(value("[1]".getBytes(StandardCharsets.UTF_8)))
                .isNotEqualTo(value("[2]".getBytes(StandardCharsets.UTF_8)));
        assertThat(value("{\"a\":1}".getBytes(StandardCharsets.UTF_8)))
                .isNotEqualTo(value("{\"b\":1}".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void changesNothing() {
        JsonObject object = (JsonObject) value("{\"a\":[1]}".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> object.members().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> object.members().put("b", JsonNull.NULL))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> object.array("a").items().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " {}", "{\"b\":1,\"a\":2}", "[1.0]", "[", "\"\\u0041\""})
    void readsNothingElse(String json) {
        assertThat(CanonicalJson.value(json.getBytes(StandardCharsets.UTF_8))).isNull();
    }

    private static JsonValue value(byte[] canonical) {
        return Objects.requireNonNull(CanonicalJson.value(canonical));
    }
}
