package dev.agenthub.app.ui.signin;

import com.nulabinc.zxcvbn.Strength;
import com.nulabinc.zxcvbn.Zxcvbn;
import dev.agenthub.app.text.Messages;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** How long a new passphrase would hold against somebody who has the key file and guesses, as zxcvbn estimates it. */
public enum PassphraseStrength {
    EMPTY, TOO_SHORT, WEAK, FAIR, STRONG;

    /** Fewer characters than this are not accepted. */
    public static final int SHORTEST = 8;

    private static final Messages MESSAGES = Messages.of(PassphraseStrength.class);
    /** What follows makes a passphrase no weaker, and the time that an estimate takes grows faster than its length. */
    private static final int JUDGED = 40;
    /** zxcvbn's scores of 10⁸ guesses, and of 10¹⁰. */
    private static final int FAIR_SCORE = 3;
    private static final int STRONG_SCORE = 4;
    private static final Zxcvbn ESTIMATOR = new Zxcvbn();

    /**
     * The strength of a passphrase, of which no copy stays.
     *
     * @param name whose it is to be: their own name protects nobody
     */
    public static PassphraseStrength of(CharSequence passphrase, String name) {
        int length = Character.codePointCount(passphrase, 0, passphrase.length());
        if (length < SHORTEST) {
            return length == 0 ? EMPTY : TOO_SHORT;
        }
        return estimated(passphrase, name, PassphraseStrength::of);
    }

    /** Why no new key is encrypted with it, and what would be better; empty where one may be. */
    public static String refusal(CharSequence passphrase, String name) {
        if (Character.codePointCount(passphrase, 0, passphrase.length()) < SHORTEST) {
            return MESSAGES.text("passphrase.short", SHORTEST);
        }
        return estimated(passphrase, name, estimate -> of(estimate) == WEAK
                ? MESSAGES.text("passphrase.weak",
                        estimate.getFeedback().withResourceBundle(MESSAGES.bundle()).getWarning()).strip()
                : "");
    }

    private static PassphraseStrength of(Strength estimate) {
        return switch (estimate.getScore()) {
            case STRONG_SCORE -> STRONG;
            case FAIR_SCORE -> FAIR;
            default -> WEAK;
        };
    }

    /** What {@code judge} says of the estimate, which is wiped then. */
    private static <T> T estimated(CharSequence passphrase, String name, Function<Strength, T> judge) {
        Strength estimate = estimate(passphrase, name);
        try {
            return judge.apply(estimate);
        } finally {
            estimate.wipe();
        }
    }

    private static Strength estimate(CharSequence passphrase, String name) {
        List<String> known = new ArrayList<>(List.of(name, name.replaceAll("\\s", ""), "agenthub"));
        known.addAll(List.of(name.split("\\s+")));
        known.removeIf(String::isBlank);
        char[] judged = new char[Math.min(passphrase.length(), JUDGED)];
        for (int i = 0; i < judged.length; i++) {
            judged[i] = passphrase.charAt(i);
        }
        try {
            return ESTIMATOR.measure(CharBuffer.wrap(judged), known);
        } finally {
            Arrays.fill(judged, ' ');
        }
    }
}
