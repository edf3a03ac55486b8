package dev.agenthub.server.connectors.vault;

import java.security.GeneralSecurityException;

/** Says that an encrypted credential cannot be decrypted: it was altered, moved, or encrypted with another key. */
public final class CredentialSealedException extends GeneralSecurityException {
    private static final long serialVersionUID = 1L;

    CredentialSealedException(String message) {
        super(message);
    }
}
