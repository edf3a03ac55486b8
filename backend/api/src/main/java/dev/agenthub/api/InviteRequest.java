package dev.agenthub.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Invites a person.
 *
 * @param name the name of the person invited; null where it is not known
 * @param roles what the new member may do
 * @param groups the approval groups the new member joins
 */
public record InviteRequest(@Nullable String name, List<Role> roles, List<String> groups) {

    public InviteRequest {
        if (name != null) {
            name = Check.text("name", name, 100);
        }
        roles = Check.list("roles", roles).stream().distinct().toList();
        groups = Check.list("groups", groups).stream().map(group -> Check.text("groups", group, 100)).distinct()
                .toList();
    }
}
