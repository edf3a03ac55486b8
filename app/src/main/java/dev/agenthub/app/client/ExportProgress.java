package dev.agenthub.app.client;

/**
 * The progress of an export.
 *
 * @param received bytes received; 0 while the backend recomputes the log before it signs
 * @param entries entries of the log in the export; 0 while unknown
 * @param fraction share of the contents received, from 0 to 1
 */
public record ExportProgress(long received, long entries, double fraction) {}
