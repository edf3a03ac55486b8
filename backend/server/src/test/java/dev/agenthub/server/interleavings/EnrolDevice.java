package dev.agenthub.server.interleavings;

import dev.agenthub.api.Enrolled;
import dev.agenthub.api.Invitation;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import java.util.Map;

/** A member enrols a further device. */
final class EnrolDevice implements RandomAction {

    @Override
    public int weight() {
        return 4;
    }

    @Override
    public void perform(Turn turn) {
        enrol(turn, turn.device());
    }

    /** By invitation of this one. */
    static void enrol(Turn turn, Device device) {
        TestClient.Answer invited = turn.as(device, "invite a device",
                session -> session.post("/v1/me/devices/invitations", Map.of()));
        if (invited.status() >= 300) {
            return;
        }
        MemberActor person = device.person;
        TestMember
                .tryEnrol(turn.uri(), invited.as(Invitation.class).code(), person.name(), turn.world.backends.clock(),
                        call -> {
                            TestClient.Answer answer = turn.call(person.name(), "enrol a device", call,
                                    done -> Trace.of("member.key_enrolled", done.as(Enrolled.class).key()));
                            return () -> answer;
                        })
                .ifPresent(enrolled -> {
                    Device added = person.add(enrolled);
                    turn.signIn(added);
                });
    }
}
