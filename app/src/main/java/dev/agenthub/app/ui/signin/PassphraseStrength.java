package dev.agenthub.app.ui.signin;

import java.util.Locale;
import java.util.regex.Pattern;

/** A rough word for how long a passphrase would hold against guessing; a hint, not a promise. */
public enum PassphraseStrength {
    EMPTY, TOO_SHORT, WEAK, FAIR, STRONG;

    /** Fewer characters than this are not accepted. */
    public static final int SHORTEST = 8;

    private static final double FAIR_BITS = 40;
    private static final double STRONG_BITS = 60;
    private static final Pattern COMMON = Pattern
            .compile("password|passwort|passphrase|123456|qwert|letmein|agenthub|admin");
    private static final Pattern STEPS = Pattern.compile("(.)\\1{2,}|abcd|1234|4321");
    /** Letters inside words follow one another far from freely. */
    private static final double BITS_A_LETTER = 2.2;
    private static final double BITS_A_SIGN = 5.5;

    public static PassphraseStrength of(String passphrase) {
        int length = passphrase.codePointCount(0, passphrase.length());
        if (length == 0) {
            return EMPTY;
        }
        if (length < SHORTEST) {
            return TOO_SHORT;
        }
        String plain = passphrase.toLowerCase(Locale.ROOT);
        String rest = STEPS.matcher(COMMON.matcher(plain).replaceAll("")).replaceAll("");
        double letters = rest.codePoints().filter(Character::isLetter).count();
        double bits = letters * BITS_A_LETTER + (rest.length() - letters) * BITS_A_SIGN;
        long distinct = rest.codePoints().distinct().count();
        if (bits >= STRONG_BITS && distinct > SHORTEST) {
            return STRONG;
        }
        return bits >= FAIR_BITS || (bits >= FAIR_BITS / 2 && length > 2 * SHORTEST) ? FAIR : WEAK;
    }

    /** Whether a key may be encrypted with this passphrase, of which no copy is made. */
    public static boolean isLongEnough(char[] passphrase) {
        return Character.codePointCount(passphrase, 0, passphrase.length) >= SHORTEST;
    }

    /** Whether a key may be encrypted with it. */
    public boolean accepted() {
        return this != EMPTY && this != TOO_SHORT;
    }
}
