package dev.agenthub.server.interleavings;

import dev.agenthub.api.MemberChange;
import dev.agenthub.api.Role;
import java.util.ArrayList;
import java.util.List;

/** An administrator takes roles, groups or the membership from a member, or gives back all that they had. */
final class ChangeMember implements RandomAction {

    @Override
    public int weight() {
        return 7;
    }

    @Override
    public void perform(Turn turn) {
        // Most often of somebody who has just decided something.
        List<Decisions.Signed> sent = List.copyOf(turn.world.sent);
        MemberActor person = sent.isEmpty() || turn.sometimes(50) ? turn.person() : sent.getLast().device().person;
        boolean owner = person.equals(turn.world.administrators.getFirst());
        boolean administers = turn.world.administrators.contains(person);
        List<Role> roles = new ArrayList<>(administers ? List.of(Role.ADMIN) : List.of());
        if (owner) {
            roles.add(Role.OWNER);
            roles.add(Role.AUDITOR);
        }
        List<String> groups = new ArrayList<>(person.groups());
        int what = turn.random.nextInt(10);
        boolean active = administers || what != 0;
        if (what != 1) {
            roles.add(Role.APPROVER);
        }
        if (what == 2) {
            groups.removeFirst();
        }
        turn.change(turn.administrator(), "make " + person + (active ? " " : " inactive ") + roles + groups,
                session -> session.post("/v1/members/" + person.id(), new MemberChange(roles, groups, active)),
                _ -> null);
    }
}
