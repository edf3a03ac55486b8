package dev.agenthub.api;

import java.util.List;
import java.util.UUID;

/**
 * A person of the organization; one without a key can't sign in.
 *
 * @param member the member's id
 * @param name as others see it
 * @param roles what the member may do
 * @param groups the approval groups that the member is in
 * @param active whether the member still belongs to the organization
 * @param keys the keys of their devices, revoked ones included
 */
public record Member(UUID member, String name, List<Role> roles, List<String> groups, boolean active,
        List<MemberKey> keys) {

    public Member {
        member = Check.present("member", member);
        name = Check.present("name", name);
        roles = Check.list("roles", roles);
        groups = Check.list("groups", groups);
        keys = Check.list("keys", keys);
    }
}
