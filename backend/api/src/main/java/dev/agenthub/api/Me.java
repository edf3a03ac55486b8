package dev.agenthub.api;

import java.util.List;
import java.util.UUID;

/**
 * Who is signed in.
 *
 * @param org the organization's id
 * @param organization the organization's name
 * @param member the member's id
 * @param name the member's name
 * @param roles what the member may do
 * @param groups the approval groups that the member is in
 * @param key the id of the key that signed in, 16 hex digits
 */
public record Me(UUID org, String organization, UUID member, String name, List<Role> roles, List<String> groups,
        String key) {

    public Me {
        org = Check.present("org", org);
        organization = Check.present("organization", organization);
        member = Check.present("member", member);
        name = Check.present("name", name);
        roles = Check.list("roles", roles);
        groups = Check.list("groups", groups);
        key = Check.keyId("key", key);
    }
}
