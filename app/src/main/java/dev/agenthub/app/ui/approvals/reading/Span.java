package dev.agenthub.app.ui.approvals.reading;

/**
 * A part of an exact text.
 *
 * @param start the index of its first character in the whole text
 * @param end the index after its last
 */
public record Span(int start, int end) {}
