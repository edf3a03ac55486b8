package dev.agenthub.server.interleavings;

import dev.agenthub.api.EditRequest;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.server.TestClient;
import java.util.Map;

/** A member replaces a pending request by one with other arguments and the same files, and sometimes tries to approve it. */
final class Edit implements RandomAction {

    @Override
    public int weight() {
        return 8;
    }

    @Override
    public void perform(Turn turn) {
        AcceptedRequest asked = turn.request();
        if (asked == null || asked.agent() == null) {
            return;
        }
        Device device = turn.device();
        String answers = turn.pick(Submit.ANSWERS);
        EditRequest edit = new EditRequest(
                Map.of("status", answers, "note", "edited " + Long.toHexString(turn.random.nextLong())), "better so");
        long began = System.nanoTime();
        TestClient.Answer answer = turn.as(device, "edit " + asked,
                session -> session.post("/v1/requests/" + asked.id() + "/edits", edit),
                made -> Trace.of(Trace.REQUEST, made.as(RequestDetail.class).summary().request()));
        if (answer.status() >= 300) {
            return;
        }
        turn.left(device.toString(), began, Trace.of("approval.cancelled", asked.id()));
        AcceptedRequest made = turn.world
                .add(number -> new AcceptedRequest(number, answer.as(RequestDetail.class).summary().request(),
                        asked.what(), answers, asked.agent(), AcceptedRequest.NO_KEY, null, asked.files()));
        if (turn.sometimes(50)) {
            Decisions.decide(turn, turn.device(device.person), made, Decision.APPROVE,
                    "mine");
        }
    }
}
