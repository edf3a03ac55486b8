package dev.agenthub.app.ui.approvals;

import dev.agenthub.app.ui.common.HiddenCharacters;
import dev.agenthub.app.ui.common.LookAlikes;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Something in a payload's text that a reader could take for something else, and where it stands. */
public sealed interface Warning {
    /** Such as {@code arguments.reason}; the payload's own names, with marks. */
    String place();

    /** Characters that draw nothing, each as a mark. */
    record Hidden(String place, List<String> marks) implements Warning {
        public Hidden {
            marks = List.copyOf(marks);
        }
    }

    /** A word of letters from alphabets that look alike. */
    record LookAlike(String place, String word, List<String> characters) implements Warning {
        public LookAlike {
            characters = List.copyOf(characters);
        }
    }

    /**
     * Everything of the kind in names and texts of a payload: hidden characters first, each place in its order. What the call takes from the arguments as
     * it is, is named at its place there alone.
     */
    static List<Warning> in(JsonObject payload) {
        Set<String> given = new HashSet<>();
        collectTexts(payload.members().get("arguments"), given);
        List<Warning> found = new ArrayList<>();
        payload.members().forEach((name, member) -> {
            look(HiddenCharacters.marked(name), name, found);
            collect(HiddenCharacters.marked(name), member, name.equals("call") ? given : Set.of(), found);
        });
        found.sort(Comparator.comparing(LookAlike.class::isInstance));
        return found;
    }

    /** Everything of the kind in a text that stands at {@code place}. */
    static List<Warning> in(String place, String text) {
        List<Warning> found = new ArrayList<>();
        if (!text.chars().allMatch(c -> c < 0x7F && (c >= ' ' || "\n\r\t".indexOf(c) >= 0))) {
            look(place, text, found);
        }
        return found;
    }

    private static void collectTexts(@Nullable JsonValue value, Set<String> texts) {
        switch (value) {
            case JsonObject object -> object.members().forEach((name, member) -> {
                texts.add(name);
                collectTexts(member, texts);
            });
            case JsonArray array -> array.items().forEach(item -> collectTexts(item, texts));
            case JsonString string -> texts.add(string.value());
            case null, default -> {
                // Numbers and literals hold only ASCII.
            }
        }
    }

    /** Looks through the names and texts of a value, but for those that stand elsewhere. */
    private static void collect(String place, JsonValue value, Set<String> elsewhere, List<Warning> found) {
        switch (value) {
            case JsonObject object -> object.members().forEach((name, member) -> {
                String below = place + "." + HiddenCharacters.marked(name);
                if (!elsewhere.contains(name)) {
                    look(below, name, found);
                }
                collect(below, member, elsewhere, found);
            });
            case JsonArray array -> {
                for (int i = 0; i < array.items().size(); i++) {
                    collect(place + "[" + i + "]", array.items().get(i), elsewhere, found);
                }
            }
            case JsonString string -> {
                if (!elsewhere.contains(string.value())) {
                    look(place, string.value(), found);
                }
            }
            default -> {
                // Numbers and literals hold only ASCII.
            }
        }
    }

    private static void look(String place, String text, List<Warning> found) {
        Set<String> marks = new LinkedHashSet<>();
        text.codePoints().filter(c -> HiddenCharacters.isHidden(c) && "\n\r\t".indexOf(c) < 0)
                .forEach(c -> marks.add(HiddenCharacters.mark(c)));
        if (!marks.isEmpty()) {
            found.add(new Hidden(place, List.copyOf(marks)));
        }
        LookAlikes.in(text).forEach(word -> found.add(
                new LookAlike(place, HiddenCharacters.marked(word.word()), word.characters())));
    }
}
