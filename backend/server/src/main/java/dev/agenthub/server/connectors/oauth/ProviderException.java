package dev.agenthub.server.connectors.oauth;

/** Says that a provider refused a request or could not be reached. */
final class ProviderException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a stable code, or the provider's own error code. */
    ProviderException(String code) {
        super(code);
    }

    String code() {
        return String.valueOf(getMessage());
    }
}
