package dev.agenthub.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invitation or device code that can still be redeemed, without its secret.
 *
 * @param id its id, by which it is withdrawn
 * @param name whom it is meant for; null where nobody said
 * @param roles what whoever redeems it may do; none for a device code
 * @param groups the approval groups that they join; none for a device code
 * @param member the member whose further device it enrols; null for a new member's
 * @param invitedBy the member who made it; null for the first owner's
 * @param invitedByName their name
 * @param key the device key that it was made with, 16 hex digits; null for the first owner's
 * @param expiresAt until when it can be redeemed
 */
public record OpenInvitation(UUID id, @Nullable String name, List<Role> roles, List<String> groups,
        @Nullable UUID member, @Nullable UUID invitedBy, @Nullable String invitedByName, @Nullable String key,
        Instant expiresAt) {

    public OpenInvitation {
        id = Check.present("id", id);
        roles = List.copyOf(roles);
        groups = List.copyOf(groups);
        if (key != null) {
            key = Check.keyId("key", key);
        }
        expiresAt = Check.present("expiresAt", expiresAt);
    }
}
