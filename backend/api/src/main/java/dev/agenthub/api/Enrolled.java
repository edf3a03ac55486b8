package dev.agenthub.api;

import java.util.List;
import java.util.UUID;

/**
 * A new member, as the organization now knows them.
 *
 * @param org the organization's id
 * @param member the member's id
 * @param key the id of the enrolled key, 16 hex digits
 * @param name as others see it
 * @param roles what the member may do
 * @param groups the approval groups that the member is in
 */
public record Enrolled(UUID org, UUID member, String key, String name, List<Role> roles, List<String> groups) {

    public Enrolled {
        org = Check.present("org", org);
        member = Check.present("member", member);
        key = Check.keyId("key", key);
        name = Check.present("name", name);
        roles = Check.list("roles", roles);
        groups = Check.list("groups", groups);
    }
}
