package dev.agenthub.server.interleavings;

import dev.agenthub.api.KeyRevocation;
import dev.agenthub.api.MemberChange;
import dev.agenthub.api.Role;
import dev.agenthub.evidence.statement.Decision;
import java.time.Duration;
import java.util.List;

/** A member approves a request that is then held, and loses their key, role or membership before the hold ends. */
final class ChangeWhileHeld implements RandomAction {

    @Override
    public int weight() {
        return 6;
    }

    @Override
    public void perform(Turn turn) {
        AcceptedRequest asked = Submit.submitNew(turn, turn.pick(turn.world.agents), TestPolicy.HELD_TOOL);
        if (asked == null) {
            return;
        }
        Device device = turn.device();
        MemberActor person = device.person;
        Decisions.decide(turn, device, asked, Decision.APPROVE, "");
        if (turn.sometimes(50)) {
            EnrolDevice.enrol(turn, device);
            if (person.devices().size() > 1) {
                turn.as(device, "revoke the key of " + device,
                        session -> session.post("/v1/members/" + person.id() + "/keys/" + device.member.key()
                                + "/revocation", new KeyRevocation("lost")),
                        _ -> Trace.of("member.key_revoked", device.member.key()));
            }
        } else if (!turn.world.administrators.contains(person)) {
            boolean active = turn.sometimes(50);
            turn.change(turn.device(turn.world.administrators.getFirst()),
                    "make " + person + (active ? " no approver" : " inactive"),
                    session -> session.post("/v1/members/" + person.id(), new MemberChange(
                            List.of(active ? Role.AUDITOR : Role.APPROVER), person.groups(), active)),
                    _ -> null);
        }
        turn.world.backends.clock().advance(Duration.ofMinutes(10));
        turn.note("after PT10M");
        turn.world.runWaiting(turn.backend);
    }
}
