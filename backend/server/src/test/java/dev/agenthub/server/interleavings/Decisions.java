package dev.agenthub.server.interleavings;

import dev.agenthub.api.SignedStatement;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Fetches payloads, and signs and sends decisions. */
final class Decisions {

    /** A statement that a device signed for a request. */
    record Signed(Device device, AcceptedRequest asked, String words, String statement) {}

    private static final JsonMapper MAPPER = new JsonMapper();

    private Decisions() {}

    static void decide(Turn turn, Device device, @Nullable AcceptedRequest asked, Decision decision, String reason) {
        if (asked == null) {
            return;
        }
        String path = "/v1/requests/" + asked.id();
        TestClient.Answer payload = turn.as(device, "fetch " + asked, session -> session.get(path + "/payload"));
        if (payload.status() >= 300) {
            return;
        }
        var _ = send(turn, sign(turn, device, asked, payload, decision, reason), "");
        if (turn.sometimes(10)) {
            Decision other = decision == Decision.WITHDRAW ? Decision.APPROVE : Decision.WITHDRAW;
            var _ = send(turn, sign(turn, device, asked, payload, other, reason), "on the same fetch");
        }
    }

    private static Signed sign(Turn turn, Device device, AcceptedRequest asked, TestClient.Answer payload,
            Decision decision,
            String reason) {
        DecisionStatement statement = device.member.statement(asked.id(),
                MAPPER.readTree(payload.body()).at("/policy/digest").asString(), decision,
                Objects.requireNonNull(payload.challenge()), TestMember.hash(payload.bytes()), reason);
        Signed signed = new Signed(device, asked, decision.word() + " " + asked,
                new String(statement.canonicalBytes(), StandardCharsets.UTF_8));
        turn.world.sent.add(signed);
        return signed;
    }

    static TestClient.Answer send(Turn turn, Signed signed, String how) {
        byte[] statement = signed.statement().getBytes(StandardCharsets.UTF_8);
        byte[] signature = signed.device().member.sign(DecisionStatement.preAuthenticationEncoding(statement));
        // A member may send through one device what another one signed, one perhaps that is lost.
        Device sender = turn.sometimes(80) ? signed.device() : turn.device(signed.device().person);
        return turn.as(sender, (signed.words() + " " + how).strip(),
                session -> session.post("/v1/requests/" + signed.asked().id() + "/decisions",
                        SignedStatement.of(statement, signature)),
                _ -> Trace.of(Trace.DECISION, signed.statement()));
    }
}
