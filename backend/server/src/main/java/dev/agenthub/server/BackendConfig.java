package dev.agenthub.server;

import java.nio.file.Path;

/**
 * How to start an embedded backend.
 *
 * @param folder its data folder, created where it is missing
 * @param port of the HTTP API on loopback, 0 for any free one
 * @param sample whether the folder holds the sample organization, with its sandbox and its agent
 */
public record BackendConfig(Path folder, int port, boolean sample) {

    public BackendConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port is a number from 0 to 65535");
        }
    }
}
