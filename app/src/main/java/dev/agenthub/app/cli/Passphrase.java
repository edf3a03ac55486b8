package dev.agenthub.app.cli;

import dev.agenthub.app.platform.KeyEncryption;
import java.io.Console;
import java.util.Map;
import java.util.Optional;

/** Gets the passphrase of a person's key, never from the command line, where everybody on the machine could read it. */
@FunctionalInterface
public interface Passphrase {
    /** The variable that stands in where nobody can be asked. */
    String VARIABLE = "AGENTHUB_PASSPHRASE";

    /** The passphrase of that person; the caller wipes it. */
    char[] of(String name);

    /** How hard it is made to guess it from the file of a key. */
    default KeyEncryption encryption() {
        return KeyEncryption.strong();
    }

    /** From this environment, else by asking on the terminal without an echo. */
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
