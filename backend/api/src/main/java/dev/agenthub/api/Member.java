package dev.agenthub.api;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person of the organization; one without a key can't sign in.
 *
 * @param member the member's id
 * @param name as others see it
 * @param roles what the member may do
 * @param groups the approval groups that the member is in
 * @param active whether the member still belongs to the organization
 * @param keys the keys of their devices, revoked ones included
 * @param workspaces whose requests they see and decide; null for every workspace
 */
public record Member(UUID member, String name, List<Role> roles, List<String> groups, boolean active,
        List<MemberKey> keys, @Nullable List<UUID> workspaces) {

    public Member {
        workspaces = workspaces == null ? null : Check.list("workspaces", workspaces);
        member = Check.present("member", member);
        name = Check.present("name", name);
        roles = Check.list("roles", roles);
        groups = Check.list("groups", groups);
        keys = Check.list("keys", keys);
    }
}
