package dev.agenthub.app.ui.common;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds words whose letters come from alphabets that look alike, such as a Latin word with a Cyrillic а in it. */
public final class LookAlikes {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{Nd}]+(?:[.\\-_'’][\\p{L}\\p{M}\\p{Nd}]+)*");
    private static final Set<UnicodeScript> ALPHABETS = EnumSet.of(UnicodeScript.LATIN, UnicodeScript.CYRILLIC,
            UnicodeScript.GREEK, UnicodeScript.ARMENIAN, UnicodeScript.CHEROKEE, UnicodeScript.COPTIC,
            UnicodeScript.LISU, UnicodeScript.GEORGIAN);
    /** Letters of other alphabets that most fonts draw as a Latin letter; a word of nothing else is suspicious by itself. */
    private static final String DRAWN_AS_LATIN = "аеорсухіјѕһԁԛԝӏвкмнтАВЕКМНОРСТУХІЈЅԚԜοαρνικυτχΑΒΕΖΗΙΚΜΝΟΡΤΥΧօսոհց";

    private LookAlikes() {}

    /**
     * A word that may not be what it looks like.
     *
     * @param word as it stands in the text
     * @param characters the letters that give it away, each as {@code CYRILLIC SMALL LETTER A (U+0430)}
     */
    public record Finding(String word, List<String> characters) {
        public Finding {
            characters = List.copyOf(characters);
        }
    }

    public static List<Finding> in(String text) {
        List<Finding> findings = new ArrayList<>();
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            Set<String> foreign = foreignLetters(words.group());
            if (!foreign.isEmpty()) {
                findings.add(new Finding(words.group(), List.copyOf(foreign)));
            }
        }
        return findings;
    }

    private static Set<String> foreignLetters(String word) {
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        Set<String> foreign = new LinkedHashSet<>();
        boolean allLikeLatin = true;
        for (int codePoint : word.codePoints().filter(Character::isLetter).toArray()) {
            UnicodeScript script = UnicodeScript.of(codePoint);
            if (ALPHABETS.contains(script) || isFullWidthOrMathematical(codePoint)) {
                scripts.add(script);
                if (script != UnicodeScript.LATIN || isFullWidthOrMathematical(codePoint)) {
                    foreign.add(Character.getName(codePoint) + " (U+%04X)".formatted(codePoint));
                    allLikeLatin &= DRAWN_AS_LATIN.indexOf(codePoint) >= 0 || isFullWidthOrMathematical(codePoint);
                }
            }
        }
        boolean mixed = scripts.size() > 1;
        return mixed || allLikeLatin ? foreign : Set.of();
    }

    /** Letters made for formulas and for East Asian typesetting: other code points for the letters everyone knows. */
    private static boolean isFullWidthOrMathematical(int codePoint) {
        return (codePoint >= 0xFF21 && codePoint <= 0xFF5A) || (codePoint >= 0x1D400 && codePoint <= 0x1D7FF);
    }
}
