package dev.agenthub.server.connectors;

import java.security.GeneralSecurityException;

/** Says that a sealed credential cannot be opened: it was altered, moved, or sealed with another key. */
public final class CredentialSealedException extends GeneralSecurityException {
    private static final long serialVersionUID = 1L;

    CredentialSealedException(String message) {
        super(message);
    }
}
