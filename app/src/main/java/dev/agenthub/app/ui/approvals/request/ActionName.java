package dev.agenthub.app.ui.approvals.request;

import dev.agenthub.app.text.HiddenCharacters;
import java.util.Locale;
import java.util.Set;

/** Names an action in a word or two for its button: {@code refund} for “Refund 480.00 EUR to cus_9”. */
final class ActionName {
    private static final Set<String> STOP = Set.of("to", "for", "in", "on", "of", "from", "with", "a", "an", "the",
            "at", "by", "into");
    private static final int MOST = 3;
    private static final int LONGEST = 32;

    private ActionName() {}

    /** The title's leading words, as far as they are plain words that a button has room for; empty where it begins with something else. */
    static String of(String title) {
        StringBuilder name = new StringBuilder();
        int words = 0;
        for (String word : HiddenCharacters.marked(title).split(" ", -1)) {
            boolean plain = word.codePoints().allMatch(Character::isLetter) && !word.isEmpty();
            boolean named = words > 0 && plain && Character.isUpperCase(word.codePointAt(0));
            boolean tooLong = name.length() + word.length() > LONGEST;
            if (!plain || named || tooLong || STOP.contains(word.toLowerCase(Locale.ROOT)) || words == MOST) {
                break;
            }
            name.append(words++ == 0 ? "" : " ").append(word.toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }
}
