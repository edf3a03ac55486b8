package dev.agenthub.evidence.chain;

/** The object that an event is about. */
public record Subject(String id, String kind) {}
