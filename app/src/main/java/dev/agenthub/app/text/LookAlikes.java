package dev.agenthub.app.text;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds words that may not be what they look like: with letters of similar alphabets, such as a Latin word with a
 * Cyrillic а, with digits other than 0 to 9, or with typographic variants, such as a full-width dot in a host name.
 */
public final class LookAlikes {
    /** Possessive quantifiers: without them, a word with a million parts would overflow the stack. */
    private static final Pattern WORD = Pattern
            .compile("[\\p{L}\\p{M}\\p{Nd}．／＠]++(?:[.\\-_'’][\\p{L}\\p{M}\\p{Nd}．／＠]++)*+");
    private static final Set<UnicodeScript> ALPHABETS = EnumSet.of(UnicodeScript.LATIN, UnicodeScript.CYRILLIC,
            UnicodeScript.GREEK, UnicodeScript.ARMENIAN, UnicodeScript.CHEROKEE, UnicodeScript.COPTIC,
            UnicodeScript.LISU, UnicodeScript.GEORGIAN);
    /** Letters of other alphabets that most fonts draw like a Latin letter; a word of only these is suspicious. */
    private static final String DRAWN_AS_LATIN = "аеорсухіјѕһԁԛԝӏвкмнтАВЕКМНОРСТУХІЈЅԚԜοαρνικυτχΑΒΕΖΗΙΚΜΝΟΡΤΥΧօսոհց";

    private LookAlikes() {}

    /**
     * A word that may not be what it looks like.
     *
     * @param start its index in the text
     * @param word the word as written
     * @param characters the suspicious characters, each as {@code CYRILLIC SMALL LETTER A (U+0430)}
     */
    public record Finding(int start, String word, List<String> characters) {
        public Finding {
            characters = List.copyOf(characters);
        }
    }

    /**
     * All of a text.
     *
     * @throws CancellationException if the thread is interrupted meanwhile
     */
    public static List<Finding> in(String text) {
        List<Finding> findings = new ArrayList<>();
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            Interruption.check();
            Set<String> foreign = foreign(words.group());
            if (!foreign.isEmpty()) {
                findings.add(new Finding(words.start(), words.group(), List.copyOf(foreign)));
            }
        }
        return findings;
    }

    private static Set<String> foreign(String word) {
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        Set<String> foreign = new LinkedHashSet<>();
        boolean allLikeLatin = true;
        for (int codePoint : word.codePoints().filter(Character::isLetter).toArray()) {
            UnicodeScript script = UnicodeScript.of(codePoint);
            if (ALPHABETS.contains(script) || isFullWidthOrMathematical(codePoint)) {
                scripts.add(script);
                if (script != UnicodeScript.LATIN || isFullWidthOrMathematical(codePoint)) {
                    foreign.add(name(codePoint));
                    allLikeLatin &= DRAWN_AS_LATIN.indexOf(codePoint) >= 0 || isFullWidthOrMathematical(codePoint);
                }
            }
        }
        boolean mixed = scripts.size() > 1;
        Set<String> suspicious = mixed || allLikeLatin ? foreign : new LinkedHashSet<>();
        word.codePoints().filter(LookAlikes::isAnotherForm).mapToObj(LookAlikes::name).forEach(suspicious::add);
        return suspicious;
    }

    /** A digit other than 0 to 9, or a full-width form of a character in addresses, which resolvers map to the common one (UTS #46). */
    private static boolean isAnotherForm(int codePoint) {
        return (codePoint > 0x7F && Character.isDigit(codePoint)) || codePoint == '．' || codePoint == '／'
                || codePoint == '＠';
    }

    private static String name(int codePoint) {
        return Character.getName(codePoint) + String.format(Locale.ROOT, " (U+%04X)", codePoint);
    }

    /** Mathematical and full-width letters: other code points for common letters. */
    private static boolean isFullWidthOrMathematical(int codePoint) {
        return (codePoint >= 0xFF21 && codePoint <= 0xFF5A) || (codePoint >= 0x1D400 && codePoint <= 0x1D7FF);
    }
}
