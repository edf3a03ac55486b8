package dev.agenthub.server.interleavings;

import dev.agenthub.api.KeyRevocation;

/** A member revokes one of their own keys, or an administrator another member's. */
final class RevokeMemberKey implements RandomAction {

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public void perform(Turn turn) {
        MemberActor person = turn.person();
        Device lost = turn.device(person);
        if (person.devices().size() == 1) {
            // Somebody must be left to go on.
            return;
        }
        Device by = turn.sometimes(50) ? turn.device(person) : turn.administrator();
        turn.as(by, "revoke the key of " + lost,
                session -> session.post(
                        "/v1/members/" + person.id() + "/keys/" + lost.member.key() + "/revocation",
                        new KeyRevocation("lost")),
                _ -> Trace.of("member.key_revoked", lost.member.key()));
    }
}
