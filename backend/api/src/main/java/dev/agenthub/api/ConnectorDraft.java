package dev.agenthub.api;

/**
 * A definition of a service that no connection uses yet.
 *
 * @param definition the JSON text of a definition in the form {@code agenthub/connector/v1}, of at most 262144 bytes
 */
public record ConnectorDraft(String definition) {
    /** The largest definition that an administrator may provide, in bytes. */
    public static final int LARGEST = 262_144;

    public ConnectorDraft {
        definition = Check.present("definition", definition);
    }
}
