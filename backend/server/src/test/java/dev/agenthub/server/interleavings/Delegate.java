package dev.agenthub.server.interleavings;

import dev.agenthub.api.SignedStatement;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.statement.DelegationStatement;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.common.Ids;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A member delegates to another, at once or from a later moment on. */
final class Delegate implements RandomAction {

    /**
     * A delegation that was accepted.
     *
     * @param from the absent member
     */
    record Made(String id, MemberActor from, MemberActor to, Instant ends) {}

    @Override
    public int weight() {
        return 8;
    }

    @Override
    public void perform(Turn turn) {
        // Most often somebody of a group that not everybody is in.
        Device device = turn.sometimes(80) ? turn.device(turn.pick(turn.world.inFinance(true))) : turn.device();
        var _ = make(turn, device, turn.person(), Duration.ofMinutes(turn.sometimes(80) ? 0 : turn.random.nextInt(10)));
    }

    /** Null where it was refused. */
    static @Nullable Made make(Turn turn, Device device, MemberActor to, Duration ahead) {
        Instant now = Timestamps.parse(Timestamps.format(turn.world.backends.clock().instant()));
        Instant starts = now.plus(ahead);
        Instant ends = starts.plus(Duration.ofMinutes(3 + turn.random.nextInt(60)));
        DelegationStatement said = new DelegationStatement(to.id(), Ids.next(), ends, device.member.key(),
                device.person.id(), turn.world.org, "away", now, starts);
        byte[] statement = said.canonicalBytes();
        SignedStatement signed = SignedStatement.of(statement,
                device.member.sign(DelegationStatement.preAuthenticationEncoding(statement)));
        String text = "delegate to " + to + " for " + Duration.between(starts, ends) + " from " + ahead + " on";
        TestClient.Answer answer = turn.as(device, text, session -> session.post("/v1/delegations", signed),
                _ -> Trace.of("delegation.created", said.delegation()));
        if (answer.status() >= 300) {
            return null;
        }
        Made made = new Made(said.delegation().toString(), device.person, to, ends);
        turn.world.delegations.add(made);
        return made;
    }
}
