package dev.agenthub.app.cli;

import dev.agenthub.app.platform.KeyEncryption;
import dev.agenthub.app.platform.QuickKeys;
import java.util.Map;

/** The passphrase from the environment, for keys encrypted with low cost. */
public record QuickPassphrase(Map<String, String> environment) implements Passphrase {

    @Override
    public char[] answer(String question) {
        return Passphrase.of(environment).answer(question);
    }

    @Override
    public KeyEncryption encryption() {
        return QuickKeys.encryption();
    }
}
