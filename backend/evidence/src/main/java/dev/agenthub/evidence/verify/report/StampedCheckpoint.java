package dev.agenthub.evidence.verify.report;

import dev.agenthub.evidence.timestamp.Timestamp;

/**
 * A checkpoint with a timestamp of a timestamp authority (RFC 3161).
 *
 * @param size the checkpoint's size
 */
public record StampedCheckpoint(long size, Timestamp timestamp) {}
