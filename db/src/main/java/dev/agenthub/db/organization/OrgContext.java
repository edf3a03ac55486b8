package dev.agenthub.db.organization;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The organization that a transaction is confined to, the principal who acts in it, and the workspaces they see. PostgreSQL keeps it for
 * the transaction where no statement can change it.
 *
 * @param actor      the member's or agent's id; for {@link PrincipalKind#SYSTEM} by convention the organization's own id
 * @param workspaces the only workspaces a member sees, at most 1000; null for every one
 */
public record OrgContext(UUID org, PrincipalKind kind, UUID actor, @Nullable List<UUID> workspaces) {
    static final int MOST_WORKSPACES = 1000;

    public OrgContext {
        Objects.requireNonNull(org);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(actor);
        if (workspaces != null) {
            workspaces = List.copyOf(workspaces);
            if (kind != PrincipalKind.MEMBER || workspaces.size() > MOST_WORKSPACES) {
                throw new IllegalArgumentException("only a member is narrowed, and to at most 1000 workspaces");
            }
        }
    }

    /** A member who belongs to every workspace. */
    public static OrgContext member(UUID org, UUID member) {
        return new OrgContext(org, PrincipalKind.MEMBER, member, null);
    }

    /** A member who belongs to these workspaces only. */
    public static OrgContext member(UUID org, UUID member, List<UUID> workspaces) {
        return new OrgContext(org, PrincipalKind.MEMBER, member, workspaces);
    }

    /** A member who reads the log and what it tells of; nothing can be written in such a transaction. */
    public static OrgContext auditor(UUID org, UUID member) {
        return new OrgContext(org, PrincipalKind.AUDITOR, member, null);
    }

    public static OrgContext agent(UUID org, UUID agent) {
        return new OrgContext(org, PrincipalKind.AGENT, agent, null);
    }

    /** The backend itself: recovery, expiry, checkpoints. */
    public static OrgContext system(UUID org) {
        return new OrgContext(org, PrincipalKind.SYSTEM, org, null);
    }
}
