package dev.agenthub.api;

import org.jspecify.annotations.Nullable;

/**
 * Whether the audit log can be the one that was signed. Where it can't, no checkpoint is signed, nothing is exported and nothing runs.
 *
 * @param refused why it can't; null where all is well
 */
public record LogState(@Nullable CheckpointRefusal refused) {}
