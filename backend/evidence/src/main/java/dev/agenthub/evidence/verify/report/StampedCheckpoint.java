package dev.agenthub.evidence.verify.report;

import dev.agenthub.evidence.timestamp.Timestamp;

/**
 * A checkpoint that an authority saw.
 *
 * @param size the checkpoint's size
 */
public record StampedCheckpoint(long size, Timestamp timestamp) {}
