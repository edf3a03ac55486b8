package dev.agenthub.evidence.chain;

/** The principal that caused an event, with its name at that time. */
public record Actor(String id, ActorKind kind, String name) {}
