package dev.agenthub.server.agents;

import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Makes a request's title from its arguments: {@code {name}} is replaced by the argument of that name; there is no other syntax. */
public record TitleTemplate(String text) {

    private static final int LONGEST = 500;

    /** The title, cut to a fixed length because every list of requests carries it. */
    public String fill(JsonObject arguments) {
        Matcher places = CallTemplate.PLACE.matcher(text);
        return cut(places.replaceAll(place -> Matcher.quoteReplacement(cut(shown(arguments.get(place.group(1)))))));
    }

    /** The names of the arguments in the template, without duplicates, in order. */
    public List<String> arguments() {
        return CallTemplate.PLACE.matcher(text).results().map(place -> place.group(1)).distinct().toList();
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
        return text.substring(0, end) + "…";
    }

    private static String shown(@Nullable JsonValue value) {
        return switch (value) {
            case null -> "…";
            case JsonString(String string) -> string;
            case JsonNumber(String literal) -> literal;
            default -> new String(value.canonicalBytes(), StandardCharsets.UTF_8);
        };
    }
}
