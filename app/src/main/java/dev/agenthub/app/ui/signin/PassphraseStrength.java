package dev.agenthub.app.ui.signin;

import com.nulabinc.zxcvbn.Strength;
import com.nulabinc.zxcvbn.Zxcvbn;
import dev.agenthub.app.text.Messages;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The strength of a new passphrase against guessing by a holder of the key file, as estimated by zxcvbn. */
public enum PassphraseStrength {
    EMPTY, TOO_SHORT, WEAK, FAIR, STRONG;

    /** Least number of characters. */
    public static final int SHORTEST = 8;

    private static final Messages MESSAGES = Messages.of(PassphraseStrength.class);
    /** Characters estimated: further ones make a passphrase no weaker, and the estimate's time grows faster than the length. */
    private static final int JUDGED = 40;
    /** The scores of zxcvbn for 10⁸ and 10¹⁰ guesses. */
    private static final int FAIR_SCORE = 3;
    private static final int STRONG_SCORE = 4;
    private static final Zxcvbn ESTIMATOR = new Zxcvbn();

    /**
     * Estimates a passphrase without leaving a copy in memory.
     *
     * @param name the owner's name, which counts as easily guessed
     */
    public static PassphraseStrength of(CharSequence passphrase, String name) {
        int length = Character.codePointCount(passphrase, 0, passphrase.length());
        if (length < SHORTEST) {
            return length == 0 ? EMPTY : TOO_SHORT;
        }
        return estimated(passphrase, name, PassphraseStrength::of);
    }

    /** Why the passphrase is refused for a new key, with advice; empty where it is accepted. */
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

    /** The result of {@code judge} for the estimate, which is wiped afterwards. */
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
