package dev.agenthub.bench.verify;

import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.ActorKind;
import dev.agenthub.evidence.statement.Ed25519Keys;
import dev.agenthub.evidence.statement.PublicKey;
import java.util.UUID;

/** A member with a real key. */
final class Person {

    final UUID id;
    final Actor actor;
    final byte[] seed;
    final byte[] publicKey;
    final String key;

    Person(UUID id, String name, byte[] seed) {
        this.id = id;
        this.actor = new Actor(id.toString(), ActorKind.MEMBER, name);
        this.seed = seed;
        this.publicKey = Ed25519Keys.publicKey(seed);
        this.key = PublicKey.id(publicKey);
    }
}
