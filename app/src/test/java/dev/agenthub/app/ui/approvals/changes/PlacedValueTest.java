package dev.agenthub.app.ui.approvals.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Where values stand in canonical text. */
final class PlacedValueTest {
    private static final String TEXT = "{\"a\":[1,[],\"x\\\"\\n\\u0001\",{\"\\uD83D\\uDE00\":null}],\"b\":{},\"\\u00E9\\u4E2D\":{\"\":true,\"c\":\"\\uD83D\\uDE00z\"}}";

    private final JsonValue document = JsonValue.parse(TEXT.getBytes(StandardCharsets.UTF_8));
    private final String text = new String(document.canonicalBytes(), StandardCharsets.UTF_8);
    private final AtomicInteger looked = new AtomicInteger();

    @Test
    void everyValueStandsWhereItSays() {
        look(document, Place.WHOLE);
        assertThat(looked).hasValue(11);
    }

    private void look(JsonValue value, Place place) {
        looked.incrementAndGet();
        PlacedValue found = PlacedValue.in(document, place).orElseThrow();
        assertThat(found.place()).isEqualTo(place);
        assertThat(text.substring(found.start(), found.end())).as(place.text())
                .isEqualTo(new String(value.canonicalBytes(), StandardCharsets.UTF_8));
        switch (value) {
            case JsonObject object -> object.members().forEach((name, member) -> look(member, place.member(name)));
            case JsonArray array -> {
                for (int i = 0; i < array.items().size(); i++) {
                    look(array.items().get(i), place.item(i));
                }
            }
            default -> {}
        }
    }

    @Test
    void thereIsNothingElsewhere() {
        Place list = Place.WHOLE.member("a");
        assertThat(PlacedValue.in(document, Place.WHOLE.member("none"))).isEmpty();
        assertThat(PlacedValue.in(document, list.item(4))).isEmpty();
        assertThat(PlacedValue.in(document, list.member("a"))).isEmpty();
        assertThat(PlacedValue.in(document, Place.WHOLE.member("b").item(0))).isEmpty();
        assertThat(PlacedValue.in(document, list.item(0).member("deeper"))).isEmpty();
    }
}
