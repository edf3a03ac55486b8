package dev.agenthub.server.connectors.oauth;

/** Says that a provider did not do what was asked of it. */
final class ProviderException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a stable code, or the provider's own where it is a word. */
    ProviderException(String code) {
        super(code);
    }

    String code() {
        return String.valueOf(getMessage());
    }
}
