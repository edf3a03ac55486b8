package dev.agenthub.evidence.chain;

/** What an event is about. */
public record Subject(String id, String kind) {}
