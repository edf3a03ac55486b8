package dev.agenthub.api;

import org.jspecify.annotations.Nullable;

/**
 * Whether the audit log agrees with the checkpoints that were signed. Where it does not, no checkpoint is signed, nothing is exported
 * and nothing runs.
 *
 * @param refused why it does not; null where it does
 */
public record LogState(@Nullable CheckpointRefusal refused) {}
