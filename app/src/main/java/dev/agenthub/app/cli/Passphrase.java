package dev.agenthub.app.cli;

import dev.agenthub.app.platform.KeyEncryption;
import java.io.Console;
import java.util.Map;
import java.util.Optional;

/** Obtains the passphrase of a person's key. Never from the command line, which every account on the machine can read. */
@FunctionalInterface
public interface Passphrase {
    /** The environment variable with the passphrase, for use without a terminal. */
    String VARIABLE = "AGENTHUB_PASSPHRASE";

    /** The passphrase of the person's key, which the caller wipes. */
    char[] of(String name);

    /** The encryption of new keys. */
    default KeyEncryption encryption() {
        return KeyEncryption.strong();
    }

    /** Reads it from this environment, else asks on the terminal without an echo. */
    static Passphrase of(Map<String, String> environment) {
        return name -> {
            String given = environment.get(VARIABLE);
            if (given != null) {
                return given.toCharArray();
            }
            char[] typed = Optional.ofNullable(System.console()).filter(Console::isTerminal)
                    .map(console -> console.readPassword("Passphrase of %s: ", name)).orElse(null);
            if (typed == null) {
                throw CommandFailure.notDone("PASSPHRASE_NEEDED", "Nobody can be asked for the passphrase of " + name
                        + " here: put it into the environment as " + VARIABLE + ".");
            }
            return typed;
        };
    }
}
