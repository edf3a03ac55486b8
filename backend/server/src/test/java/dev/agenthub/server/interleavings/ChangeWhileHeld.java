package dev.agenthub.server.interleavings;

import dev.agenthub.api.KeyRevocation;
import dev.agenthub.api.MemberChange;
import dev.agenthub.api.Role;
import java.time.Duration;
import java.util.List;

/** Somebody who decided what is held loses their key, their role or their membership; then the hold ends. */
final class ChangeWhileHeld implements Operation {

    @Override
    public int weight() {
        return 6;
    }

    @Override
    public void perform(Turn turn) {
        List<Decisions.Signed> held = turn.world.sent.stream()
                .filter(signed -> Rulebook.USUAL.holds(signed.asked().what())).toList();
        if (held.isEmpty()) {
            return;
        }
        Decisions.Signed one = turn.pick(held.subList(Math.max(0, held.size() - 4), held.size()));
        Person person = one.device().person;
        Device administrator = turn.device(turn.world.administrators.getFirst());
        if (turn.sometimes(40) && person.devices().size() > 1) {
            turn.as(administrator, "revoke the key of " + one.device(),
                    session -> session.post("/v1/members/" + person.id() + "/keys/" + one.device().member.key()
                            + "/revocation", new KeyRevocation("lost")),
                    _ -> Trace.of("member.key_revoked", one.device().member.key()));
        } else if (!turn.world.administrators.contains(person)) {
            boolean active = turn.sometimes(50);
            turn.change(administrator, "make " + person + (active ? " no approver" : " inactive"),
                    session -> session.post("/v1/members/" + person.id(), new MemberChange(
                            List.of(active ? Role.AUDITOR : Role.APPROVER), person.groups(), active)),
                    _ -> null);
        }
        turn.world.backends.clock().advance(Duration.ofMinutes(10));
        turn.note("after PT10M");
        turn.world.runWaiting(turn.backend);
    }
}
