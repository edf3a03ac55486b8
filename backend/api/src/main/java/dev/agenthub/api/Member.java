package dev.agenthub.api;

import java.util.List;
import java.util.UUID;

/** A person of the organization; one without a key can't sign in. */
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
