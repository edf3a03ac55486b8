package dev.agenthub.server;

import dev.agenthub.server.audit.checkpoints.CheckpointPlan;
import dev.agenthub.server.audit.timestamps.TimestampConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of an embedded backend.
 *
 * @param folder its data folder, created where it is missing
 * @param port of the HTTP API on loopback; 0 for any free port
 * @param sample whether the folder holds the sample organization, with its sandbox provider and its agent
 * @param timestamps the timestamping authority (RFC 3161) for checkpoints; null for none
 * @param checkpoints when checkpoints are published automatically
 */
public record BackendConfig(Path folder, int port, boolean sample, @Nullable TimestampConfig timestamps,
        CheckpointPlan checkpoints) {

    /** Without a timestamping authority, with the default checkpoint schedule. */
    public BackendConfig(Path folder, int port, boolean sample) {
        this(folder, port, sample, null);
    }

    /** With the default checkpoint schedule. */
    public BackendConfig(Path folder, int port, boolean sample, @Nullable TimestampConfig timestamps) {
        this(folder, port, sample, timestamps, CheckpointPlan.DEFAULT);
    }

    public BackendConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port is a number from 0 to 65535");
        }
    }
}
