package dev.agenthub.evidence.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPointerTest {
    private static final JsonValue ROOT = JsonValue.parse("""
            {"list":["first",{"deep":[[7]]}],"":0,"a/b":1,"m~n":2,"~1":3,"/0":4,"c%d":5," ":6,"01":{"1":8}}"""
            .getBytes(StandardCharsets.UTF_8));

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
            "/list/0|\"first\"",
            "/list/1/deep/0/0|7",
            "/|0",
            "/a~1b|1",
            "/m~0n|2",
            // ~01 is ~1 and never /: the order in which escapes are undone matters.
            "/~01|3",
            "/~10|4",
            "/c%d|5",
            "/ |6",
            "/01/1|8",
    })
    void leadsToValues(String pointer, String value) {
        assertThat(text(JsonPointer.find(ROOT, pointer))).isEqualTo(value);
    }

    @Test
    void emptyPointerLeadsToTheWhole() {
        assertThat(JsonPointer.find(ROOT, "")).isSameAs(ROOT);
        assertThat(JsonPointer.tokens("")).contains(List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/none", "/a/b", "/list/2", "/list/00", "/list/01", "/list/-1", "/list/+1", "/list/-",
            "/list/1e0", "/list/", "/list/0/0", "/list/4294967296", "/list/99999999999999999999", "/a~1b/", "//"})
    void leadsNowhere(String pointer) {
        assertThat(JsonPointer.tokens(pointer)).isPresent();
        assertThat(JsonPointer.find(ROOT, pointer)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"list/0", "#/list", " /list", "0"})
    void refusesWhatDoesNotBeginAtTheRoot(String pointer) {
        assertThat(JsonPointer.tokens(pointer)).isEmpty();
        assertThat(JsonPointer.find(ROOT, pointer)).isNull();
    }

    @Test
    void keepsATildeThatEscapesNothing() {
        assertThat(JsonPointer.tokens("/a~/~2/~~1")).contains(List.of("a~", "~2", "~/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "~", "~0", "~1", "~01", "~10", "//~~", "a/b~c", "0", "%2F", "ä"})
    void leadsBackToTheNameThatItWasWrittenFor(String name) {
        String pointer = JsonPointer.child(JsonPointer.item("/list", 3), name);
        assertThat(JsonPointer.tokens(pointer)).contains(List.of("list", "3", name));
        JsonObject object = JsonObject.builder().put(name, "here").build();
        assertThat(JsonPointer.find(object, JsonPointer.child("", name))).isEqualTo(new JsonString("here"));
    }

    @Test
    void writesEscapesAndIndexes() {
        assertThat(JsonPointer.child("/a", "~/")).isEqualTo("/a/~0~1");
        assertThat(JsonPointer.item("", 0)).isEqualTo("/0");
        assertThat(JsonPointer.item("/a", 12)).isEqualTo("/a/12");
    }

    private static String text(@Nullable JsonValue value) {
        return new String(Objects.requireNonNull(value).canonicalBytes(), StandardCharsets.UTF_8);
    }
}
