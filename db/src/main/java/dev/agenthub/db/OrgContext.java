package dev.agenthub.db;

import java.util.Objects;
import java.util.UUID;

/**
 * The organization a transaction is confined to, and who acts in it. PostgreSQL seals it into the transaction, so
 * that no statement can change it afterwards.
 *
 * @param actor the member's or agent's id; for {@link ActorKind#SYSTEM} by convention the organization's own id
 */
public record OrgContext(UUID org, ActorKind kind, UUID actor) {

    public OrgContext {
        Objects.requireNonNull(org);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(actor);
    }

    public static OrgContext member(UUID org, UUID member) {
        return new OrgContext(org, ActorKind.MEMBER, member);
    }

    public static OrgContext agent(UUID org, UUID agent) {
        return new OrgContext(org, ActorKind.AGENT, agent);
    }

    /** The backend itself: recovery, expiry, checkpoints. */
    public static OrgContext system(UUID org) {
        return new OrgContext(org, ActorKind.SYSTEM, org);
    }
}
