package dev.agenthub.api;

import java.util.List;

/**
 * What a member shall be from now on: all of it, so that nobody's change is built on what another one has changed meanwhile unseen.
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
