package dev.agenthub.evidence.chain;

/** Who caused an event, with the name shown at that moment. */
public record Actor(String id, ActorKind kind, String name) {}
