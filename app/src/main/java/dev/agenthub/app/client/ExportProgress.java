package dev.agenthub.app.client;

/**
 * How far an export is.
 *
 * @param received bytes so far; 0 while the backend computes the log again before it signs
 * @param entries how many entries of the log the export will hold, 0 while the backend has not said
 * @param fraction of the contents that has arrived, from 0 to 1
 */
public record ExportProgress(long received, long entries, double fraction) {}
