package dev.agenthub.app.text;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds words that may not be what they look like: of letters from alphabets that look alike, such as a Latin word with a Cyrillic
 * а in it, of digits that are not 0 to 9, and of forms made for other typesetting, such as a full-width dot in the name of a host.
 */
public final class LookAlikes {
    /** Possessive: a word may have a million parts, each of which would be a call in another. */
    private static final Pattern WORD = Pattern
            .compile("[\\p{L}\\p{M}\\p{Nd}．／＠]++(?:[.\\-_'’][\\p{L}\\p{M}\\p{Nd}．／＠]++)*+");
    private static final Set<UnicodeScript> ALPHABETS = EnumSet.of(UnicodeScript.LATIN, UnicodeScript.CYRILLIC,
            UnicodeScript.GREEK, UnicodeScript.ARMENIAN, UnicodeScript.CHEROKEE, UnicodeScript.COPTIC,
            UnicodeScript.LISU, UnicodeScript.GEORGIAN);
    /** Letters of other alphabets that most fonts draw as a Latin letter; a word of nothing else is suspicious by itself. */
    private static final String DRAWN_AS_LATIN = "аеорсухіјѕһԁԛԝӏвкмнтАВЕКМНОРСТУХІЈЅԚԜοαρνικυτχΑΒΕΖΗΙΚΜΝΟΡΤΥΧօսոհց";

    private LookAlikes() {}

    /**
     * A word that may not be what it looks like.
     *
     * @param start where in the text it begins
     * @param word as it stands there
     * @param characters what gives it away, each as {@code CYRILLIC SMALL LETTER A (U+0430)}
     */
    public record Finding(int start, String word, List<String> characters) {
        public Finding {
            characters = List.copyOf(characters);
        }
    }

    public static List<Finding> in(String text) {
        List<Finding> findings = new ArrayList<>();
        Matcher words = WORD.matcher(text);
        while (words.find()) {
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

    /** A digit that is none of 0 to 9, or a sign of addresses in its full-width form, which resolvers read as the common one (UTS #46). */
    private static boolean isAnotherForm(int codePoint) {
        return (codePoint > 0x7F && Character.isDigit(codePoint)) || codePoint == '．' || codePoint == '／'
                || codePoint == '＠';
    }

    private static String name(int codePoint) {
        return Character.getName(codePoint) + String.format(Locale.ROOT, " (U+%04X)", codePoint);
    }

    /** Letters made for formulas and for East Asian typesetting: other code points for the letters everyone knows. */
    private static boolean isFullWidthOrMathematical(int codePoint) {
        return (codePoint >= 0xFF21 && codePoint <= 0xFF5A) || (codePoint >= 0x1D400 && codePoint <= 0x1D7FF);
    }
}
