package dev.agenthub.app.cli;

import dev.agenthub.app.platform.KeyEncryption;
import dev.agenthub.app.platform.QuickKeys;
import java.util.Map;

/** The passphrase from the environment, else what a person answers, for keys encrypted with low cost. */
public record QuickPassphrase(Map<String, String> environment, Questions person) implements Passphrase {

    public QuickPassphrase(Map<String, String> environment) {
        this(environment, Questions.ofProcess());
    }

    @Override
    public char[] answer(String question) {
        return isTyped() ? person.hidden(question).toCharArray() : Passphrase.of(environment).answer(question);
    }

    @Override
    public boolean isTyped() {
        return person.possible() && !environment.containsKey(VARIABLE);
    }

    @Override
    public KeyEncryption encryption() {
        return QuickKeys.encryption();
    }
}
