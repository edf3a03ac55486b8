package dev.agenthub.api;

/**
 * A new key for a connection, which replaces the one before; never shown again.
 *
 * @param key the key, one line of printable ASCII; a secret
 */
public record ConnectionKey(String key) {

    /** The longest key, in characters. */
    public static final int LONGEST = 8_192;

    public ConnectionKey {
        key = Check.headerText("key", key, LONGEST);
    }

    /** Keeps the key out of logs. */
    @Override
    public String toString() {
        return "ConnectionKey[***]";
    }
}
