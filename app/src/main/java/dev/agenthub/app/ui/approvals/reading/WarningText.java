package dev.agenthub.app.ui.approvals.reading;

import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Shortened;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says what could be taken for something else, each cause once; a word or list that is too long to read ends in how much there is more. */
final class WarningText {
    private static final int MOST_NAMES = 20;
    private static final int LONGEST_WORD = 80;
    private static final int LONGEST_PLACE = 60;

    private static final Messages MESSAGES = Messages.of(WarningText.class);

    /** A line for each cause with all its places, in the order of the first of them. */
    List<WarningLine> lines(List<Warning> warnings) {
        Map<List<String>, List<Warning>> causes = new LinkedHashMap<>();
        warnings.forEach(warning -> causes.computeIfAbsent(cause(warning), _ -> new ArrayList<>()).add(warning));
        return causes.values().stream().map(same -> new WarningLine(sentence(same.getFirst()), same)).toList();
    }

    private static List<String> cause(Warning warning) {
        return switch (warning) {
            case Warning.Hidden hidden -> hidden.marks();
            case Warning.LookAlike(var _, var _, String word, List<String> characters) ->
                List.of(word, characters.toString());
        };
    }

    private String sentence(Warning warning) {
        return switch (warning) {
            case Warning.Hidden hidden -> MESSAGES.text("request.warning.hidden", some(hidden.marks(), " "));
            case Warning.LookAlike(var _, var _, String word, List<String> characters) ->
                MESSAGES.text("request.warning.lookalike", Shortened.inTheMiddle(LONGEST_WORD, word),
                        some(characters, ", "));
        };
    }

    private String some(List<String> names, String between) {
        String named = names.stream().limit(MOST_NAMES).collect(Collectors.joining(between));
        return names.size() > MOST_NAMES
                ? MESSAGES.text("word.more", named, names.size() - MOST_NAMES)
                : named;
    }

    /** While they are not all found. */
    String looking() {
        return MESSAGES.text("request.warning.looking");
    }

    /** The name of a place on its link. */
    String place(Warning warning) {
        return Shortened.inTheMiddle(LONGEST_PLACE, warning.place());
    }

    String describe(WarningLine line, Warning warning) {
        return MESSAGES.text("word.jump", line.sentence(), place(warning));
    }

    String morePlaces(int count) {
        return MESSAGES.text("request.warning.places", count);
    }

    String moreCauses(int count) {
        return MESSAGES.text("request.warning.more", count);
    }
}
