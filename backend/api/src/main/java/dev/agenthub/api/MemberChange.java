package dev.agenthub.api;

import java.util.List;

/**
 * A member's roles, groups and membership from now on. All are stated, so that no concurrent change remains unnoticed.
 *
 * @param roles all that the member may do from now on
 * @param groups all approval groups that the member is in from now on
 * @param active false ends the membership
 */
public record MemberChange(List<Role> roles, List<String> groups, boolean active) {

    public MemberChange {
        roles = Check.list("roles", roles).stream().distinct().sorted().toList();
        groups = Check.list("groups", groups).stream().map(group -> Check.text("groups", group, 100)).distinct()
                .sorted().toList();
    }
}
