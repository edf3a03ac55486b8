package dev.agenthub.app.cli;

import dev.agenthub.app.platform.KeyEncryption;
import dev.agenthub.app.ui.signin.PassphraseStrength;
import java.io.Console;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Obtains the passphrase of a person's key. Never from the command line, which every account on the machine can read. */
public interface Passphrase {
    /** The environment variable with the passphrase, for use without a terminal. */
    String VARIABLE = "AGENTHUB_PASSPHRASE";

    /** The code of a new passphrase that was typed differently the second time. */
    String DIFFERS = "PASSPHRASE_DIFFERS";
    /** The code of a new passphrase that is easily guessed. */
    String TOO_WEAK = "PASSPHRASE_TOO_WEAK";

    /**
     * What the person types when asked, which the caller wipes.
     *
     * @param question as the terminal shows it
     */
    char[] answer(String question);

    /** Whether a person types it, and can be asked again. */
    default boolean isTyped() {
        return false;
    }

    /** The passphrase of the person's key, which the caller wipes. */
    default char[] of(String name) {
        return answer("Passphrase of " + name);
    }

    /**
     * The passphrase for a new key, typed twice, which the caller wipes.
     *
     * @throws CommandFailure PASSPHRASE_DIFFERS, PASSPHRASE_TOO_WEAK
     */
    default char[] chosen(String name) {
        char[] first = answer("New passphrase of " + name);
        char[] second = answer("The same again");
        boolean same = Arrays.equals(first, second);
        String refusal = PassphraseStrength.refusal(CharBuffer.wrap(first), name);
        Arrays.fill(second, ' ');
        if (same && refusal.isEmpty()) {
            return first;
        }
        Arrays.fill(first, ' ');
        throw same
                ? CommandFailure.notDone(TOO_WEAK, refusal)
                : CommandFailure.notDone(DIFFERS, "The two passphrases differ.");
    }

    /** The encryption of new keys. */
    default KeyEncryption encryption() {
        return KeyEncryption.strong();
    }

    /** Reads it from this environment, else asks on the terminal without an echo. */
    static Passphrase of(Map<String, String> environment) {
        String given = environment.get(VARIABLE);
        Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        return new Passphrase() {
            @Override
            public char[] answer(String question) {
                if (given != null) {
                    return given.toCharArray();
                }
                char[] typed = console.map(asked -> asked.readPassword("%s: ", question)).orElse(null);
                if (typed == null) {
                    throw CommandFailure.notDone("PASSPHRASE_NEEDED", "Nobody can be asked here for a passphrase ("
                            + question + "): put it into the environment as " + VARIABLE + ".");
                }
                return typed;
            }

            @Override
            public boolean isTyped() {
                return given == null && console.isPresent();
            }
        };
    }
}
